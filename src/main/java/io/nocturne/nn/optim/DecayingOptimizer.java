package io.nocturne.nn.optim;

import io.nocturne.math.Kernels;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockKind;

/**
 * An optimizer whose steps differ between weights, which decay, and biases, which do not.
 *
 * @param <S> the numbers of a step
 */
abstract class DecayingOptimizer<S> implements Optimizer {
  /** The optimizer's state; changed in place. */
  final OptimizerState state;

  private final Rate rate;
  private final double weightDecay;
  private S forWeights;
  private S forBiases;

  /**
   * @param weightDecay lambda of the penalty lambda / 2 |weights|^2
   */
  DecayingOptimizer(Rate rate, double weightDecay, OptimizerState state) {
    this.rate = rate;
    this.weightDecay = weightDecay;
    this.state = state;
  }

  /** The numbers of the step that has just been counted. */
  abstract S step(double learningRate, double decay);

  /** Makes a step on a slice of a block; a gradient of null stands for zeros. */
  abstract void apply(
      Kernels kernels,
      S step,
      BlockArray block,
      int from,
      float[] gradient,
      int gradientFrom,
      int length);

  /** Whether the numbers of this block decay. */
  final boolean decays(BlockArray block) {
    return weightDecay > 0 && isWeights(block);
  }

  private static boolean isWeights(BlockArray block) {
    return block.shape().kind() == BlockKind.WEIGHTS;
  }

  @Override
  public final void begin(long examples) {
    state.nextStep();
    double now = rate.at(examples);
    forWeights = step(now, weightDecay);
    forBiases = step(now, 0);
  }

  @Override
  public final void update(
      Kernels kernels, BlockArray block, int from, float[] gradient, int gradientFrom, int length) {
    S step = isWeights(block) ? forWeights : forBiases;
    apply(kernels, step, block, from, gradient, gradientFrom, length);
  }

  @Override
  public void rest(Kernels kernels, BlockArray block, int from, int length) {
    update(kernels, block, from, null, 0, length);
  }
}
