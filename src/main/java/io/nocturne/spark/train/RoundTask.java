package io.nocturne.spark.train;

import io.nocturne.math.Blas;
import io.nocturne.math.Kernels;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Sgemm;
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
    ParallelLoop loop = new ParallelLoop(threads(order));
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
      String machine = machine();
      sent.add(new Tuple2<>(REPORT, RoundReport.of(state, examples, seconds, loss, machine)));
      for (byte[] block : after.blocks()) {
        sent.add(new Tuple2<>(sent.size(), block));
      }
    } catch (DivergedException e) {
      // not thrown on: another attempt of the task would end in the same way
      sent.add(new Tuple2<>(REPORT, RoundReport.ofFailure(e.getMessage())));
    }
    return sent.iterator();
  }

  /**
   * A task that has the executor to itself takes all its processors where nobody has said how many.
   */
  private static int threads(RoundOrder order) {
    return order.threads() > 0 ? order.threads() : Runtime.getRuntime().availableProcessors();
  }

  /**
   * Without the number of threads: the model does not depend on it, nor must what it says of
   * itself.
   */
  private static String machine() {
    StringBuilder machine = new StringBuilder(Sgemm.get().name() + ", " + Kernels.get().name());
    Blas.get().fallBackReason().ifPresent(reason -> machine.append("; no OpenBLAS: " + reason));
    Kernels.get()
        .fallBackReason()
        .ifPresent(reason -> machine.append("; no Vector API: " + reason));
    return machine.toString();
  }
}
