package io.nocturne.math;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

/** Runs every kernel on small arrays; also a program, to compare compiled and interpreted code. */
final class KernelDigest {
  private static final float[] SPECIAL = {
    0f,
    -0f,
    1e-40f,
    -1e-40f,
    88.7f,
    90,
    -90,
    -103.5f,
    -200,
    3e38f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private KernelDigest() {}

  /**
   * Prints the name of the kernels and a digest of their results; with the argument {@code
   * compiled}, after repeating them until they allocate nothing, which only compiled vector code
   * achieves.
   */
  public static void main(String[] arguments) {
    Kernels kernels = Kernels.get();
    Sgemm sgemm = VectorApi.isPresent() ? VectorApi.open("VectorSgemm", Sgemm.class) : null;
    Buffers buffers = new Buffers(sgemm);
    if (arguments.length > 0 && arguments[0].equals("compiled")) {
      warmUp(kernels, buffers);
    }
    int digest = 0;
    for (long seed = 0; seed < 3; seed++) {
      buffers.fill(seed);
      buffers.run(kernels);
      digest = 31 * digest + Arrays.hashCode(buffers.bits());
    }
    System.out.println(kernels.name() + ": " + Integer.toHexString(digest));
  }

  /** The bits of the results of all kernels on random slices of random lengths. */
  static int[] results(Kernels kernels, long seed) {
    Buffers buffers = new Buffers(null);
    buffers.fill(seed);
    buffers.run(kernels);
    return buffers.bits();
  }

  static float[] random(long seed, int length) {
    Random random = new Random(seed);
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) (4 * random.nextGaussian());
    }
    return x;
  }

  private static void warmUp(Kernels kernels, Buffers buffers) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long allocated = 1;
    for (int round = 0; allocated > 0; round++) {
      if (round == 5000) { // a busy machine compiles late
        throw new IllegalStateException("Still allocates: " + allocated + " bytes a round");
      }
      buffers.fill(round % 3);
      threads.getThreadAllocatedBytes(thread);
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < 100; i++) {
        buffers.run(kernels);
      }
      allocated = threads.getThreadAllocatedBytes(thread) - before;
    }
  }

  /** Inputs and results. */
  private static final class Buffers {
    private static final int KERNELS = 19;
    private static final int STATES = 6;
    private static final int WIDTH = 120;
    private static final int[] ROWS = {0, 2, 0};
    private static final float[] ROW_WEIGHTS = {1, 0.5f, -2};

    private final float[][] x = new float[KERNELS][WIDTH];
    private final float[] y = new float[WIDTH];
    private final float[] rpropTheta = new float[WIDTH];
    private final float[] m = new float[WIDTH];
    private final float[] v = new float[WIDTH];
    private final float[][] states = new float[STATES][WIDTH];
    private final float[] sums = new float[8];
    private final AdamStep step = AdamStep.of(1e-3, 0.9, 0.999, 1e-8, 0.01, 3);
    private final NadamStep nadam = NadamStep.of(1e-3, 0.9, 0.999, 1e-8, 0.01, 3, 4, 0.1);
    private final MomentumStep momentum = new MomentumStep(1e-3f, 0.9f, 0.01f);
    private final AdagradStep adagrad = new AdagradStep(1e-3f, 1e-10f, 0.01f);
    private final RpropStep rprop = new RpropStep(0.1f, 0.5f, 1.2f, 1e-6f, 0.15f, 0.01f);
    private final Sgemm sgemm;
    private int from;
    private int other;
    private int length;

    /** Without products if {@code sgemm} is null. */
    Buffers(Sgemm sgemm) {
      this.sgemm = sgemm;
    }

    void fill(long seed) {
      Random random = new Random(seed);
      from = random.nextInt(20);
      other = random.nextInt(20);
      length = seed == 0 ? 0 : random.nextInt(100);
      for (int kernel = 0; kernel < KERNELS; kernel++) {
        System.arraycopy(random(seed * KERNELS + kernel, WIDTH), 0, x[kernel], 0, WIDTH);
        boolean special = kernel < 4 || kernel == 13 || kernel == 17;
        for (int i = 0; special && i < 9; i++) {
          x[kernel][random.nextInt(WIDTH)] = SPECIAL[random.nextInt(SPECIAL.length)];
        }
      }
      System.arraycopy(random(seed + 1, WIDTH), 0, y, 0, WIDTH);
      System.arraycopy(random(seed + 9, WIDTH), 0, rpropTheta, 0, WIDTH);
      Arrays.fill(m, 0.25f);
      Arrays.fill(v, 0.5f);
      for (int state = 0; state < STATES; state++) {
        System.arraycopy(random(seed + 2 + state, WIDTH), 0, states[state], 0, WIDTH);
      }
      for (int i = 0; i < WIDTH; i++) { // sums of squares and step sizes, some not set yet
        states[1][i] = Math.abs(states[1][i]);
        states[3][i] = Math.abs(states[3][i]);
        states[5][i] = i % 3 == 0 ? 0 : Math.abs(states[5][i]) / 40;
        states[4][i] = i % 7 == 0 ? 0 : states[4][i];
      }
    }

    void run(Kernels kernels) {
      kernels.exp(x[0], from, length);
      kernels.tanh(x[1], from, length);
      kernels.sigmoid(x[2], from, length);
      kernels.selu(x[3], from, length);
      kernels.axpy(0.3f, y, other, x[4], from, length);
      kernels.scale(0.99f, x[5], from, length);
      sums[0] = kernels.sum(x[6], from, length);
      sums[1] = kernels.max(x[6], from, length);
      sums[2] = kernels.addThenMax(x[7], from, y, other, length);
      sums[3] = kernels.expThenSum(x[8], from, 1.5f, length);
      sums[4] = kernels.max(x[3], from, length);
      sums[5] = kernels.sumOfSquares(x[6], from, length);
      sums[6] = kernels.dot(x[6], from, y, other, length);
      sums[7] = kernels.firstAbove(x[6], from, length, 8);
      kernels.softmax(x[9], from, length);
      kernels.normalize(x[10], from, length);
      kernels.adam(step, x[11], from, y, other, m, v, length / 2);
      kernels.adam(step, x[11], from + length / 2, null, 0, m, v, length - length / 2);
      kernels.addNormalProduct(0.1f, ROWS, ROW_WEIGHTS, 1, 3, y, x[18], 40, 0, length % 40);
      kernels.addNormalProduct(0.1f, ROWS, ROW_WEIGHTS, 0, 1, y, x[18], WIDTH, from, length);
      update(kernels, from, y, other, length / 2);
      update(kernels, from + length / 2, null, 0, length - length / 2);
      if (sgemm != null) {
        sgemm.multiply(false, true, 7, 9, 11, 0.3f, x[4], 1, 11, y, 2, 11, 0.5f, x[12], 3, 10);
        sgemm.multiply(true, false, 2, 40, 3, 1, x[4], 0, 2, x[5], 0, 40, 0, x[12], 0, 40);
      }
    }

    /** The steps of the other optimizers; the gradient of the last one has every special value. */
    private void update(Kernels kernels, int at, float[] gradient, int gradientAt, int count) {
      kernels.clip(1.5f, x[13], at, count);
      kernels.nadam(nadam, x[14], at, gradient, gradientAt, states[0], states[1], count);
      kernels.momentum(momentum, x[15], at, gradient, gradientAt, states[2], count);
      kernels.adagrad(adagrad, x[16], at, gradient, gradientAt, states[3], count);
      float[] special = gradient == null ? null : x[17];
      kernels.rprop(rprop, rpropTheta, at, special, gradientAt, states[4], states[5], count);
    }

    int[] bits() {
      float[][] all = Arrays.copyOf(x, KERNELS + 4 + STATES);
      System.arraycopy(states, 0, all, KERNELS + 4, STATES);
      all[KERNELS + 3] = rpropTheta;
      all[KERNELS] = sums;
      all[KERNELS + 1] = m;
      all[KERNELS + 2] = v;
      return Arrays.stream(all)
          .flatMapToInt(
              row ->
                  java.util.stream.IntStream.range(0, row.length)
                      .map(i -> Float.floatToIntBits(row[i]))) // all NaN are equal
          .toArray();
    }
  }
}
