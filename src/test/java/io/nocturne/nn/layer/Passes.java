package io.nocturne.nn.layer;

import io.nocturne.math.Compute;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.optim.FrozenOptimizer;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.parameter.Phase;

/** Passes through single layers. */
public final class Passes {
  private Passes() {}

  /** A training step without an optimizer. */
  public static Pass training(Compute compute, Batch batch, long seed) {
    return training(compute, batch, seed, 0, FrozenOptimizer.INSTANCE);
  }

  /** A training step. */
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
