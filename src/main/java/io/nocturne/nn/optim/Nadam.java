package io.nocturne.nn.optim;

import io.nocturne.math.Kernels;
import io.nocturne.math.NadamStep;
import io.nocturne.nn.parameter.BlockArray;

/**
 * Nadam, Adam with Nesterov momentum (Dozat, "Incorporating Nesterov momentum into Adam", 2016), in
 * the variant of PyTorch and Keras: the momentum mu_t = 0.9 (1 - 0.5 * 0.96^(0.004 t)) weighs
 * gradient and mean in the step and corrects their bias, while the mean itself decays by 0.9. With
 * an L2 penalty on weights. Its state is both moments.
 *
 * <p>What corrects the mean of gradients is the product of all momenta since that mean was zero. It
 * is multiplied up here from the steps that the state has counted, so that it is the same bits
 * whether training was stopped in between or not; and anew where the count falls, as it does when
 * encoder and decoder alternate.
 */
final class Nadam extends DecayingOptimizer<NadamStep> {
  /** A product below this is negligible compared with 1. */
  private static final double NEGLIGIBLE = 1e-20;

  private double product = 1;
  private long counted;

  /**
   * @param weightDecay lambda of the penalty lambda / 2 |weights|^2
   */
  Nadam(Rate rate, double weightDecay, OptimizerState state) {
    super(rate, weightDecay, state);
  }

  @Override
  NadamStep step(double learningRate, double decay) {
    long steps = state.trainedFirstSteps();
    if (steps < counted) { // another part is trained now, and fewer steps have trained that
      product = 1;
      counted = 0;
    }
    while (counted < steps && product > NEGLIGIBLE) {
      product *= NadamStep.momentum(Adam.BETA1, ++counted);
    }
    return NadamStep.of(
        learningRate,
        Adam.BETA1,
        Adam.BETA2,
        Adam.EPSILON,
        decay,
        steps,
        state.trainedSteps(),
        product);
  }

  @Override
  void apply(
      Kernels kernels,
      NadamStep step,
      BlockArray block,
      int from,
      float[] gradient,
      int gradientFrom,
      int length) {
    kernels.nadam(
        step,
        block.floats(),
        from,
        gradient,
        gradientFrom,
        state.first(block),
        state.second(block),
        length);
  }
}
