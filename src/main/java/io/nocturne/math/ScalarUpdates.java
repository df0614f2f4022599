package io.nocturne.math;

/** {@link OptimizerKernels} in plain Java. */
abstract class ScalarUpdates implements OptimizerKernels {
  @Override
  public void clip(float limit, float[] x, int from, int length) {
    for (int i = from; i < from + length; i++) {
      x[i] = Math.min(Math.max(x[i], -limit), limit);
    }
  }

  @Override
  public void adam(
      AdamStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] m,
      float[] v,
      int length) {
    float keepM = step.beta1();
    float keepV = step.beta2();
    float addM = 1 - keepM;
    float addV = 1 - keepV;
    for (int i = 0; i < length; i++) {
      int at = thetaFrom + i;
      float given = gradient == null ? 0 : gradient[gradientFrom + i];
      float g = Math.fma(step.weightDecay(), theta[at], given);
      m[at] = Math.fma(keepM, m[at], addM * g);
      v[at] = Math.fma(keepV, v[at], addV * g * g);
      float root = Math.fma(squareRoot(v[at]), step.vScale(), step.epsilon());
      theta[at] -= step.rate() * m[at] / root;
    }
  }

  @Override
  public void nadam(
      NadamStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] m,
      float[] v,
      int length) {
    float keepM = step.beta1();
    float keepV = step.beta2();
    float addM = 1 - keepM;
    float addV = 1 - keepV;
    for (int i = 0; i < length; i++) {
      int at = thetaFrom + i;
      float given = gradient == null ? 0 : gradient[gradientFrom + i];
      float g = Math.fma(step.weightDecay(), theta[at], given);
      m[at] = Math.fma(keepM, m[at], addM * g);
      v[at] = Math.fma(keepV, v[at], addV * g * g);
      float root = Math.fma(squareRoot(v[at]), step.vScale(), step.epsilon());
      theta[at] -= Math.fma(step.meanRate(), m[at], step.gradientRate() * g) / root;
    }
  }

  @Override
  public void momentum(
      MomentumStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] velocity,
      int length) {
    for (int i = 0; i < length; i++) {
      int at = thetaFrom + i;
      float given = gradient == null ? 0 : gradient[gradientFrom + i];
      float g = Math.fma(step.weightDecay(), theta[at], given);
      velocity[at] = Math.fma(step.momentum(), velocity[at], g);
      theta[at] = Math.fma(-step.rate(), velocity[at], theta[at]);
    }
  }

  @Override
  public void adagrad(
      AdagradStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] squares,
      int length) {
    for (int i = 0; i < length; i++) {
      int at = thetaFrom + i;
      float given = gradient == null ? 0 : gradient[gradientFrom + i];
      float g = Math.fma(step.weightDecay(), theta[at], given);
      squares[at] = Math.fma(g, g, squares[at]);
      theta[at] -= step.rate() * g / (squareRoot(squares[at]) + step.epsilon());
    }
  }

  @Override
  public void rprop(
      RpropStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] last,
      float[] sizes,
      int length) {
    for (int i = 0; i < length; i++) {
      int at = thetaFrom + i;
      float given = gradient == null ? 0 : gradient[gradientFrom + i];
      float g = Math.fma(step.weightDecay(), theta[at], given);
      // compares signs: the product of two small gradients may underflow to zero
      boolean same = g > 0 && last[at] > 0 || g < 0 && last[at] < 0;
      boolean turned = g > 0 && last[at] < 0 || g < 0 && last[at] > 0;
      float before = sizes[at] == 0 ? step.initial() : sizes[at];
      float factor = turned ? step.shrink() : same ? step.grow() : 1;
      float size = Math.min(Math.max(before * factor, step.least()), step.greatest());
      float used = turned ? 0 : g;
      sizes[at] = size;
      last[at] = used;
      theta[at] -= used > 0 ? size : used < 0 ? -size : used; // NaN propagates
    }
  }

  /** Rounding the root of doubles gives exactly the rounded root of floats. */
  private static float squareRoot(float x) {
    return (float) Math.sqrt(x);
  }
}
