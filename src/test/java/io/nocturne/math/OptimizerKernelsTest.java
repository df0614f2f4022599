package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/**
 * Compares steps of optimizers with the formulas of the papers in doubles; for Adam see {@link
 * KernelsTest}.
 */
class OptimizerKernelsTest {
  private static final Kernels SCALAR = new ScalarKernels(16);
  private static final int N = 37;
  private static final int STEPS = 50;

  private final float[] theta = KernelDigest.random(1, N + 2);
  private final float[] first = new float[N + 2];
  private final float[] second = new float[N + 2];
  private final double[] exact = new double[N];
  private final double[] exactFirst = new double[N];
  private final double[] exactSecond = new double[N];

  OptimizerKernelsTest() {
    for (int i = 0; i < N; i++) {
      exact[i] = theta[i + 1];
    }
  }

  /** A different gradient in each step, and none in every fifth. */
  private static float[] gradient(int t) {
    return t % 5 == 0 ? null : KernelDigest.random(t, N + 5);
  }

  private double g(float[] gradient, int i, double decay) {
    return (gradient == null ? 0 : gradient[i + 5]) + decay * exact[i];
  }

  private void assertExact(float[] before, double bound) {
    for (int i = 0; i < N; i++) {
      assertEquals(exact[i], theta[i + 1], bound, "element " + i);
    }
    assertEquals(before[0], theta[0]);
    assertEquals(before[N + 1], theta[N + 1]);
    assertEquals(0, first[0] + first[N + 1] + second[0] + second[N + 1]);
  }

  @Test
  void nadamMatchesThePaper() {
    float[] before = theta.clone();
    double product = 1;
    for (int t = 1; t <= STEPS; t++) {
      double mu = .9 * (1 - .5 * Math.pow(.96, .004 * t));
      double next = .9 * (1 - .5 * Math.pow(.96, .004 * (t + 1)));
      product *= mu;
      float[] gradient = gradient(t);
      NadamStep step = NadamStep.of(.01, .9, .999, 1e-8, .1, t, t + 10, product);
      SCALAR.nadam(step, theta, 1, gradient, 5, first, second, N);
      for (int i = 0; i < N; i++) {
        double g = g(gradient, i, .1);
        exactFirst[i] = .9 * exactFirst[i] + .1 * g;
        exactSecond[i] = .999 * exactSecond[i] + .001 * g * g;
        double root = Math.sqrt(exactSecond[i] / (1 - Math.pow(.999, t + 10))) + 1e-8;
        exact[i] -= .01 * (1 - mu) / (1 - product) * g / root;
        exact[i] -= .01 * next / (1 - product * next) * exactFirst[i] / root;
      }
    }
    assertExact(before, 1e-4);
  }

  @Test
  void momentumMatchesThePaper() {
    float[] before = theta.clone();
    MomentumStep step = new MomentumStep(.01f, .9f, .1f);
    for (int t = 1; t <= STEPS; t++) {
      float[] gradient = gradient(t);
      SCALAR.momentum(step, theta, 1, gradient, 5, first, N);
      for (int i = 0; i < N; i++) {
        exactFirst[i] = .9 * exactFirst[i] + g(gradient, i, .1);
        exact[i] -= .01 * exactFirst[i];
      }
    }
    assertExact(before, 1e-4);
  }

  @Test
  void adagradMatchesThePaper() {
    float[] before = theta.clone();
    AdagradStep step = new AdagradStep(.1f, 1e-10f, .1f);
    for (int t = 1; t <= STEPS; t++) {
      float[] gradient = gradient(t);
      SCALAR.adagrad(step, theta, 1, gradient, 5, second, N);
      for (int i = 0; i < N; i++) {
        double g = g(gradient, i, .1);
        exactSecond[i] += g * g;
        exact[i] -= .1 * g / (Math.sqrt(exactSecond[i]) + 1e-10);
      }
    }
    assertExact(before, 1e-4);
  }

  @Test
  void adagradKeepsParametersWithoutGradient() {
    float[] before = theta.clone();
    AdagradStep step = new AdagradStep(.1f, 1e-10f, 0);
    SCALAR.adagrad(step, theta, 1, null, 0, second, N);
    assertArrayEquals(before, theta, 0f);
  }

  @Test
  void rpropMatchesThePaper() {
    float[] before = theta.clone();
    RpropStep step = new RpropStep(.1f, .5f, 1.2f, 1e-6f, .3f, .1f);
    double[] sizes = new double[N];
    for (int t = 1; t <= STEPS; t++) {
      float[] gradient = gradient(t);
      SCALAR.rprop(step, theta, 1, gradient, 5, first, second, N);
      for (int i = 0; i < N; i++) {
        double g = g(gradient, i, .1);
        double product = g * exactFirst[i];
        sizes[i] = t == 1 ? .1 : Math.max(1e-6, Math.min(.3, sizes[i] * factor(product)));
        exactFirst[i] = product < 0 ? 0 : g;
        exact[i] -= Math.signum(exactFirst[i]) * sizes[i];
      }
    }
    assertExact(before, 1e-4);
    for (int i = 0; i < N; i++) {
      assertEquals(sizes[i], second[i + 1], 1e-6 * sizes[i]);
    }
  }

  private static double factor(double product) {
    return product > 0 ? 1.2 : product < 0 ? .5 : 1;
  }

  /** By hand, in powers of 2: forward, further forward, sign change, forward again, zero, back. */
  @Test
  void rpropSkipsAStepAfterASignChange() {
    RpropStep step = new RpropStep(1, .5f, 2, .25f, 4, 0);
    float[] x = {0};
    float[] last = {0};
    float[] size = {0};
    float[] gradients = {-1e-30f, -1e-30f, 1, -3, 0, 5, 5, 5, 5};
    float[] places = {1, 3, 3, 4, 4, 3, 1, -3, -7};
    float[] sizes = {1, 2, 1, 1, 1, 1, 2, 4, 4};
    float[] kept = {-1e-30f, -1e-30f, 0, -3, 0, 5, 5, 5, 5};
    for (int t = 0; t < gradients.length; t++) {
      SCALAR.rprop(step, x, 0, new float[] {gradients[t]}, 0, last, size, 1);
      assertEquals(places[t], x[0], "place after step " + t);
      assertEquals(sizes[t], size[0], "size of step " + t);
      assertEquals(kept[t], last[0], "gradient kept of step " + t);
    }
  }

  @Test
  void rpropLimitsStepSizes() {
    RpropStep step = new RpropStep(1, .5f, 2, .25f, 4, 0);
    float[] size = {.25f};
    SCALAR.rprop(step, new float[1], 0, new float[] {1}, 0, new float[] {-1}, size, 1);
    assertEquals(.25f, size[0]);
    float[] huge = {0};
    RpropStep far = new RpropStep(9, .5f, 2, .25f, 4, 0);
    SCALAR.rprop(far, new float[1], 0, new float[] {1}, 0, new float[1], huge, 1);
    assertEquals(4, huge[0], "this includes the initial size");
  }

  @Test
  void propagatesNaN() {
    float[] nan = {Float.NaN};
    float[] x = {1};
    RpropStep step = new RpropStep(1, .5f, 2, .25f, 4, 0);
    SCALAR.rprop(step, x, 0, nan, 0, new float[1], new float[1], 1);
    assertEquals(Float.NaN, x[0]);
    SCALAR.clip(1, nan, 0, 1);
    assertEquals(Float.NaN, nan[0]);
  }

  @Test
  void clipsToTheLimit() {
    float[] x = {9, -3, -2, -1, 0, 1, 2, 3, Float.POSITIVE_INFINITY, 9};
    SCALAR.clip(2, x, 1, 8);
    assertArrayEquals(new float[] {9, -2, -2, -1, 0, 1, 2, 2, 2, 9}, x);
  }

  @Test
  void nadamStepsAreChecked() {
    assertEquals(.9 * .5, NadamStep.momentum(.9, 0), 1e-12);
    assertEquals(.9, NadamStep.momentum(.9, 1_000_000), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> NadamStep.of(1, .9, .999, 0, 0, 0, 1, .5));
    assertThrows(IllegalArgumentException.class, () -> NadamStep.of(1, 1, .999, 0, 0, 1, 1, .5));
  }
}
