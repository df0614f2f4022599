package io.nocturne.math;

/**
 * The coefficients of one step of Nadam, the same for all parameters (Dozat, "Incorporating
 * Nesterov momentum into Adam", 2016), in the variant of PyTorch and Keras: the momentum mu_t =
 * beta1 (1 - 0.5 * 0.96^(0.004 t)) is in the step and in its bias correction, and the mean decays
 * by beta1.
 *
 * @param beta1 decay of the mean of gradients
 * @param beta2 decay of the mean of their squares
 * @param gradientRate the factor of the gradient: the learning rate times (1 - mu_t) / (1 - mu_1
 *     ... mu_t)
 * @param meanRate the factor of the mean: the learning rate times mu_(t+1) / (1 - mu_1 ...
 *     mu_(t+1))
 * @param vScale 1 over the root of 1 - beta2^t
 * @param epsilon added to the denominator
 * @param weightDecay added to the gradient, times the parameter (an L2 penalty of weightDecay / 2)
 */
public record NadamStep(
    float beta1,
    float beta2,
    float gradientRate,
    float meanRate,
    float vScale,
    float epsilon,
    float weightDecay) {

  /**
   * A step where the two moments started from zero at different times.
   *
   * @param t the number of steps since the mean of gradients was zero, this one included
   * @param t2 the same count for the mean of squares
   * @param product mu_1 ... mu_t
   * @throws IllegalArgumentException if {@code t} is less than 1, or a beta is not in [0, 1)
   */
  public static NadamStep of(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      long t,
      long t2,
      double product) {
    AdamStep adam = AdamStep.of(learningRate, beta1, beta2, epsilon, weightDecay, t, t2);
    double next = momentum(beta1, t + 1);
    return new NadamStep(
        adam.beta1(),
        adam.beta2(),
        (float) (learningRate * (1 - momentum(beta1, t)) / (1 - product)),
        (float) (learningRate * next / (1 - product * next)),
        adam.vScale(),
        adam.epsilon(),
        adam.weightDecay());
  }

  /** mu_t, by StrictMath: the same bits on every JVM. */
  public static double momentum(double beta1, long t) {
    return beta1 * (1 - 0.5 * StrictMath.pow(0.96, 0.004 * t));
  }
}
