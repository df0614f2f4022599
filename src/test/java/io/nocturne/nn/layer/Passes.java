package io.nocturne.nn.layer;

import io.nocturne.math.Compute;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.optim.FrozenOptimizer;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.parameter.Phase;

/** Passes of layers by themselves. */
public final class Passes {
  private Passes() {}

  /** A step of training where no gradient is looked at. */
  public static Pass training(Compute compute, Batch batch, long seed) {
    return training(compute, batch, seed, 0, FrozenOptimizer.INSTANCE);
  }

  /** A step of training. */
  public static Pass training(
      Compute compute, Batch batch, long seed, long examples, Optimizer optimizer) {
    return new Pass(
        compute,
        batch,
        Pass.Purpose.TRAINING,
        Phase.ALL,
        seed,
        examples,
        true,
        optimizer,
        UserVectors.NONE,
        new Workspace());
  }
}
