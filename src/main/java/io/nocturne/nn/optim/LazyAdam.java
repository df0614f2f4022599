package io.nocturne.nn.optim;

import io.nocturne.math.AdamStep;
import io.nocturne.math.Kernels;
import io.nocturne.nn.parameter.BlockArray;

/**
 * {@link Adam} that does not update the rows of items that are absent from a batch: neither rows
 * nor moments change. Each row of an item counts its steps t separately: its moments have decayed
 * as often, and a bias correction that counted all steps would take moments that are nearly zero
 * for settled ones, and make the first steps of a rare item several times too long. Blocks whose
 * rows belong to no item count all steps.
 */
final class LazyAdam extends DecayingOptimizer<LazyAdam.Step> {
  /** The step of blocks that are in all steps, and what that of a row is made of. */
  record Step(AdamStep ofAll, double learningRate, double decay) {}

  /**
   * @param weightDecay lambda of the penalty lambda / 2 |weights|^2
   */
  LazyAdam(Rate rate, double weightDecay, OptimizerState state) {
    super(rate, weightDecay, state);
  }

  @Override
  Step step(double learningRate, double decay) {
    return new Step(
        Adam.step(learningRate, decay, state.trainedFirstSteps(), state.trainedSteps()),
        learningRate,
        decay);
  }

  /**
   * Slices are of whole rows, each of which comes once in a step: no two threads meet in one row.
   */
  @Override
  void apply(
      Kernels kernels,
      Step step,
      BlockArray block,
      int from,
      float[] gradient,
      int gradientFrom,
      int length) {
    int width = block.shape().hasOwnedRows() ? block.shape().width() : length;
    for (int at = from; at < from + length; at += width) {
      AdamStep ofRow = block.shape().hasOwnedRows() ? next(step, block, at / width) : step.ofAll;
      kernels.adam(
          ofRow,
          block.floats(),
          at,
          gradient,
          gradientFrom + at - from,
          state.first(block),
          state.second(block),
          width);
    }
  }

  private AdamStep next(Step step, BlockArray block, int row) {
    float t = ++state.firstRowSteps(block)[row];
    float t2 = ++state.rowSteps(block)[row];
    return Adam.step(step.learningRate, step.decay, t, t2);
  }

  @Override
  public void rest(Kernels kernels, BlockArray block, int from, int length) {
    // until they occur
  }
}
