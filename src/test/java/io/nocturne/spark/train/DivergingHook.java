package io.nocturne.spark.train;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.Compute;
import io.nocturne.nn.Plan;
import io.nocturne.nn.SampledSoftmax;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.Worker;

/** Diverges as a worker does, in one round and there as one worker only. */
record DivergingHook(int in, int who) implements RoundHook {
  @Override
  public void at(Point point, int round, int worker) {
    if (point == Point.LEARNT && round == in && worker == who) {
      float[] theta = new float[(int) TrainerCase.WIDE.parameters()];
      theta[0] = Float.NaN;
      SparseRows rows = SparseRows.builder(TrainerCase.ITEMS).add(new int[1]).build();
      Plan plan = new Plan(1, 1, 1, 1, .1, 0, SampledSoftmax.OFF);
      try (Worker diverging =
          new Worker(
              TrainerCase.WIDE,
              plan,
              rows,
              new float[TrainerCase.ITEMS],
              1,
              TrainingState.initial(theta),
              Compute.on(new ParallelLoop(1)))) {
        diverging.epoch(1);
      }
      throw new AssertionError("it has not diverged");
    }
  }
}
