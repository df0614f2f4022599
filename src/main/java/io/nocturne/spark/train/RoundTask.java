package io.nocturne.spark.train;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.Compute;
import io.nocturne.nn.DivergedException;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.Worker;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/** One worker's part of a round: from the state of all to its own, on all threads it may use. */
final class RoundTask {
  /** The key of the report among those of the blocks. */
  static final int REPORT = 0;

  private RoundTask() {}

  /** Returns the report under {@link #REPORT} and the blocks of the new state from 1 on. */
  static Iterator<Tuple2<Integer, Object>> run(Iterator<SparseRows> shard, RoundOrder order) {
    ParallelLoop loop = new ParallelLoop(order.threads());
    try {
      return run(shard.next(), order, loop);
    } finally {
      loop.close();
    }
  }

  private static Iterator<Tuple2<Integer, Object>> run(
      SparseRows shard, RoundOrder order, ParallelLoop loop) {
    TrainingState state = order.state();
    List<Tuple2<Integer, Object>> sent = new ArrayList<>();
    try (Worker worker = order.worker(shard, state, Compute.on(loop))) {
      long start = System.nanoTime();
      double loss = 0;
      for (int epoch = 0; epoch < order.epochs(); epoch++) {
        loss = worker.epoch(order.seed());
      }
      double seconds = (System.nanoTime() - start) * 1e-9;
      StateBlocks after = StateBlocks.of(state);
      long examples = (long) order.epochs() * shard.rows();
      sent.add(new Tuple2<>(REPORT, RoundReport.of(state, examples, seconds, loss)));
      for (byte[] block : after.blocks()) {
        sent.add(new Tuple2<>(sent.size(), block));
      }
    } catch (DivergedException e) {
      // not thrown on: another attempt of the task would end in the same way
      sent.add(new Tuple2<>(REPORT, RoundReport.ofFailure(e.getMessage())));
    }
    return sent.iterator();
  }
}
