package io.nocturne.math;

/**
 * Steps of optimizers on slices of parameters, in place. The rules of {@link Kernels}, which
 * extends this interface, hold here too.
 *
 * <p>Throughout, g = gradient + weightDecay theta, rounded once; a null gradient is zero. The slice
 * begins at {@code thetaFrom} in {@code theta} and in the arrays of the optimizer's state, which
 * are as long as {@code theta}.
 */
public interface OptimizerKernels {
  /** x := x, clipped to [-limit, limit]. NaN stays NaN. */
  void clip(float limit, float[] x, int from, int length);

  /**
   * One step of Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm
   * 1):
   *
   * <pre>
   * m := beta1 m + (1 - beta1) g
   * v := beta2 v + (1 - beta2) g^2
   * theta := theta - rate m / (vScale sqrt(v) + epsilon)
   * </pre>
   */
  void adam(
      AdamStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] m,
      float[] v,
      int length);

  /**
   * One step of Nadam (Dozat, "Incorporating Nesterov momentum into Adam", 2016, algorithm 2): m
   * and v as in {@link #adam}, and then
   *
   * <pre>
   * theta := theta - (gradientRate g + meanRate m) / (vScale sqrt(v) + epsilon)
   * </pre>
   */
  void nadam(
      NadamStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] m,
      float[] v,
      int length);

  /**
   * One step of gradient descent with momentum (Polyak, "Some methods of speeding up the
   * convergence of iteration methods", 1964, equation 9):
   *
   * <pre>
   * velocity := momentum velocity + g
   * theta := theta - rate velocity
   * </pre>
   */
  void momentum(
      MomentumStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] velocity,
      int length);

  /**
   * One step of Adagrad (Duchi, Hazan and Singer, "Adaptive subgradient methods", 2011, figure 1,
   * with a diagonal matrix):
   *
   * <pre>
   * squares := squares + g^2
   * theta := theta - rate g / (sqrt(squares) + epsilon)
   * </pre>
   */
  void adagrad(
      AdagradStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] squares,
      int length);

  /**
   * One step of iRPROP- (Igel and Huesken, "Improving the Rprop learning algorithm", 2000, section
   * 3; RPROP: Riedmiller and Braun, 1993). Where g has the same sign as in the last step, the step
   * size grows; where the sign has changed, the step size shrinks and g := 0. Then
   *
   * <pre>
   * theta := theta - sign(g) size
   * last := g
   * </pre>
   *
   * @param last the gradient of the previous step; 0 before the first step and after a change of
   *     sign
   * @param sizes the step sizes; 0 if not yet set to the initial one
   */
  void rprop(
      RpropStep step,
      float[] theta,
      int thetaFrom,
      float[] gradient,
      int gradientFrom,
      float[] last,
      float[] sizes,
      int length);
}
