package io.nocturne.spark.train.cost;

import io.nocturne.math.AdamStep;
import io.nocturne.math.Kernels;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Sgemm;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Measures how fast this JVM computes on some threads, in short windows of time until the speed no
 * longer rises: vector code that is not yet compiled is a hundred times slower.
 */
final class ComputeProbe {
  /** The shapes of the output layer: rows of a batch, columns of a tile, width of a layer. */
  private static final int ROWS = 128;

  private static final int COLUMNS = 256;
  private static final int INPUTS = 256;

  /** The number of parameters Adam changes at once; their gradient stays in the cache. */
  private static final int SLICE = 16 << 10;

  /** The number of slices: with both moments 96 MB, more than the caches of most machines. */
  private static final int SLICES = 512;

  private static final long WINDOW_NANOS = 10_000_000;
  private static final long LEAST_NANOS = 500_000_000;
  private static final long MOST_NANOS = 2_000_000_000;

  private final ParallelLoop loop;

  private ComputeProbe(ParallelLoop loop) {
    this.loop = loop;
  }

  /**
   * Measures the speed on a number of threads.
   *
   * @param threads the number; 0 for all processors
   */
  static ComputeSpeed run(int threads) {
    int all = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    try (ParallelLoop loop = new ParallelLoop(all)) {
      return new ComputeProbe(loop).run();
    }
  }

  /** Alternates the two, so that one is measured while the other is compiled. */
  private ComputeSpeed run() {
    int slices = Math.max(1, SLICES / loop.threads());
    List<Runnable> products = each(Products::new);
    List<Runnable> updates = each(() -> new Updates(slices));
    WindowRates layers = new WindowRates();
    WindowRates moves = new WindowRates();
    long start = System.nanoTime();
    long elapsed = 0;
    while (elapsed < LEAST_NANOS
        || elapsed < MOST_NANOS && !(layers.isSteady() && moves.isSteady())) {
      layers.add(window(products));
      moves.add(window(updates));
      elapsed = System.nanoTime() - start;
    }
    return new ComputeSpeed(
        1e-9 * Products.OPERATIONS * layers.latest(), 1e-9 * Updates.BYTES * moves.latest());
  }

  /** Returns a repeatable unit of work for each thread, on separate arrays. */
  private List<Runnable> each(Supplier<Runnable> unit) {
    return Stream.generate(unit).limit(loop.threads()).toList();
  }

  /** Returns the number of units that all threads complete per second. */
  private double window(List<Runnable> units) {
    LongAdder done = new LongAdder();
    long start = System.nanoTime();
    loop.run(
        units.size(),
        thread -> {
          // at least once, so that even a slow machine has a speed
          do {
            units.get(thread).run();
            done.increment();
          } while (System.nanoTime() - start < WINDOW_NANOS);
        });
    return done.sum() / ((System.nanoTime() - start) * 1e-9);
  }

  private static float[] filled(int length) {
    float[] array = new float[length];
    Arrays.fill(array, 0.5f);
    return array;
  }

  /**
   * Products of a tile of the output layer: forward, and backward for the input and the weights.
   */
  private static final class Products implements Runnable {
    static final double OPERATIONS = 6.0 * ROWS * COLUMNS * INPUTS;

    private final Sgemm sgemm = Sgemm.get();
    private final float[] hidden = filled(ROWS * INPUTS);
    private final float[] weights = filled(COLUMNS * INPUTS);
    private final float[] scores = filled(ROWS * COLUMNS);
    private final float[] byHidden = filled(ROWS * INPUTS);
    private final float[] byWeights = filled(COLUMNS * INPUTS);

    @Override
    public void run() {
      multiply(false, true, ROWS, COLUMNS, INPUTS, hidden, weights, scores);
      multiply(false, false, ROWS, INPUTS, COLUMNS, scores, weights, byHidden);
      multiply(true, false, COLUMNS, INPUTS, ROWS, scores, hidden, byWeights);
    }

    private void multiply(
        boolean turnA, boolean turnB, int m, int n, int k, float[] a, float[] b, float[] c) {
      int lda = turnA ? m : k;
      int ldb = turnB ? k : n;
      sgemm.multiply(turnA, turnB, m, n, k, 1, a, 0, lda, b, 0, ldb, 0, c, 0, n);
    }
  }

  /** One slice of an Adam step: reads and writes parameters and both moments. */
  private static final class Updates implements Runnable {
    static final double BYTES = 6.0 * Float.BYTES * SLICE;

    private final Kernels kernels = Kernels.get();
    private final AdamStep step = AdamStep.of(1e-3, 0.9, 0.999, 1e-8, 0, 1);
    private final float[] gradient = filled(SLICE);
    private final float[] theta;
    private final float[] first;
    private final float[] second;
    private int next;

    Updates(int slices) {
      theta = filled(slices * SLICE);
      first = filled(slices * SLICE);
      second = filled(slices * SLICE);
    }

    @Override
    public void run() {
      kernels.adam(step, theta, next, gradient, 0, first, second, SLICE);
      next = (next + SLICE) % theta.length;
    }
  }
}
