package io.nocturne.nn;

import io.nocturne.math.AdamStep;
import io.nocturne.math.Kernels;

/**
 * {@link Adam} that leaves the rows of items alone that do not occur in a batch: neither do their
 * moments decay, nor do they move on. Each such row has its own step t, the number of steps it has
 * been in: its moments have decayed as often, and a bias correction that counted all steps would
 * take moments that are nearly zero for settled ones, and make the first steps of a rare item
 * several times too long. All other parameters count all steps.
 */
final class LazyAdam extends DecayingOptimizer<LazyAdam.Step> {
  /** The step of parameters that are in all steps, and what that of a row is made of. */
  record Step(AdamStep ofAll, double learningRate, double decay) {}

  private final ParameterRows rows;
  private final float[] firstSteps;
  private final float[] secondSteps;

  /**
   * @param weightDecay lambda of the penalty lambda / 2 |weights|^2
   * @param rows of the parameters
   */
  LazyAdam(Rate rate, double weightDecay, ParameterRows rows, OptimizerState state) {
    super(rate, weightDecay, state);
    this.rows = rows;
    state.countRows(rows.itemRows());
    this.firstSteps = state.firstRowSteps();
    this.secondSteps = state.rowSteps();
  }

  @Override
  Step step(double learningRate, double decay) {
    return new Step(
        Adam.step(learningRate, decay, state.taughtFirstSteps(), state.taughtSteps()),
        learningRate,
        decay);
  }

  /**
   * Slices are of whole rows, each of which comes once in a step: so no two threads meet in one.
   */
  @Override
  void apply(
      Kernels kernels,
      Step step,
      float[] theta,
      int from,
      float[] gradient,
      int gradientFrom,
      int length) {
    for (int at = from; at < from + length; ) {
      int row = rows.itemRow(at);
      int end = Math.min(rows.end(at), from + length);
      AdamStep own = row < 0 ? step.ofAll : next(step, row);
      kernels.adam(
          own,
          theta,
          at,
          gradient,
          gradientFrom + at - from,
          state.first(),
          state.second(),
          end - at);
      at = end;
    }
  }

  private AdamStep next(Step step, int row) {
    firstSteps[row]++;
    secondSteps[row]++;
    return Adam.step(step.learningRate, step.decay, firstSteps[row], secondSteps[row]);
  }

  @Override
  public void rest(Kernels kernels, float[] theta, int from, int length, boolean weights) {
    // until they occur
  }
}
