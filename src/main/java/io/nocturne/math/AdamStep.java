package io.nocturne.math;

/**
 * The coefficients of one step of Adam, the same for all parameters (Kingma and Ba, 2015, algorithm
 * 1).
 *
 * @param beta1 decay of the mean of gradients
 * @param beta2 decay of the mean of their squares
 * @param rate the learning rate over 1 - beta1^t, which corrects for the mean's start at zero
 * @param vScale 1 over the root of 1 - beta2^t, which corrects the root of the squares
 * @param epsilon added to the denominator
 * @param weightDecay added to the gradient, times the parameter (an L2 penalty of weightDecay / 2)
 */
public record AdamStep(
    float beta1, float beta2, float rate, float vScale, float epsilon, float weightDecay) {

  /** Step {@code t}, counted from 1, where both moments started at the same time. */
  public static AdamStep of(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      double t) {
    return of(learningRate, beta1, beta2, epsilon, weightDecay, t, t);
  }

  /**
   * A step where the two moments started from zero at different times.
   *
   * @param t the number of steps since the mean of gradients was zero, this one included; not an
   *     integer where the means of workers with different numbers of steps have been averaged
   * @param t2 the same count for the mean of squares
   * @throws IllegalArgumentException if {@code t} is less than 1, or a beta is not in [0, 1)
   */
  public static AdamStep of(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      double t,
      double t2) {
    if (!(t >= 1 && t2 >= 1)) {
      throw new IllegalArgumentException(
          "Invalid step: " + Math.min(t, t2) + " (expected 1 or more)");
    }
    // The kernels use the rounded betas, so the bias to correct is theirs.
    float b1 = checked("beta1", beta1);
    float b2 = checked("beta2", beta2);
    // StrictMath: the same bits on every JVM, compiled or not.
    return new AdamStep(
        b1,
        b2,
        (float) (learningRate / (1 - StrictMath.pow(b1, t))),
        (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(b2, t2))),
        (float) epsilon,
        (float) weightDecay);
  }

  private static float checked(String name, double beta) {
    float rounded = (float) beta;
    if (!(rounded >= 0 && rounded < 1)) {
      throw new IllegalArgumentException("Invalid " + name + ": " + beta + " (expected [0, 1))");
    }
    return rounded;
  }
}
