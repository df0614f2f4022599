package io.nocturne.spark.train.round;

import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.nn.DivergedException;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.Worker;
import io.nocturne.spark.train.rows.Shard;
import io.nocturne.spark.train.state.BlockBytes;
import io.nocturne.spark.train.state.BlockLayout;
import io.nocturne.spark.train.state.BlockPart;
import io.nocturne.spark.train.state.BlockPatch;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import scala.Tuple2;

/**
 * Trains workers in a round, one after another: each starts from the common state and uses all its
 * threads. Its result is cut into parts while they are written: no second copy of the whole exists.
 */
final class RoundTask implements Iterator<Tuple2<Long, Object>> {
  /** The number of blocks cut at once: one thread writes them, and copies take memory. */
  private static final int AT_ONCE = 4;

  private final Iterator<Shard> shards;
  private final RoundOrder order;
  private Iterator<Tuple2<Long, Object>> current = Collections.emptyIterator();

  /**
   * Iterates over a report of each worker, under the number after the last block, and over the
   * parts.
   */
  RoundTask(Iterator<Shard> shards, RoundOrder order) {
    this.shards = shards;
    this.order = order;
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext() && shards.hasNext()) {
      current = Collections.emptyIterator(); // frees the last worker's state
      current = train(shards.next());
    }
    return current.hasNext();
  }

  @Override
  public Tuple2<Long, Object> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }

  private Iterator<Tuple2<Long, Object>> train(Shard shard) {
    int number = shard.worker();
    order.requireArithmetic();
    long start = System.nanoTime();
    TrainingState state = state(number);
    double reading = seconds(start);
    try {
      long examplesBefore = state.examples();
      start = System.nanoTime();
      double loss = train(shard, state);
      long examples = state.examples() - examplesBefore;
      RoundReport report =
          new RoundReport(number, executor(), examples, state, loss, reading, seconds(start), null);
      return Stream.concat(Stream.of(report(report)), parts(number, examples, state)).iterator();
    } catch (DivergedException e) {
      // not rethrown: another attempt of the task would fail in the same way
      RoundReport report =
          new RoundReport(number, executor(), 0, state, Double.NaN, 0, 0, e.getMessage());
      return Stream.concat(Stream.of(report(report)), unchanged(number)).iterator();
    }
  }

  private TrainingState state(int worker) {
    try (ParallelLoop loop = new ParallelLoop(order.threads())) {
      return order.state(worker, loop);
    }
  }

  /** Trains a worker, and returns the mean loss of the last epoch. */
  private double train(Shard shard, TrainingState state) {
    try (ParallelLoop loop = new ParallelLoop(order.threads());
        Worker worker = order.worker(shard, state, Compute.on(loop))) {
      double loss = 0;
      for (int epoch = 0; epoch < order.epochs(); epoch++) {
        requireNotKilled();
        loss = worker.epoch(order.seed());
      }
      return loss;
    }
  }

  /** Stops a killed task, which must let the next one have its turn. */
  private static void requireNotKilled() {
    if (TaskContext.get().isInterrupted()) {
      throw new IllegalStateException("Killed while it was training");
    }
  }

  private Tuple2<Long, Object> report(RoundReport report) {
    return new Tuple2<>(RoundKey.of(order.layout().blocks(), report.worker()), report);
  }

  /** Cuts the worker's result into parts, a few blocks at once. */
  private Stream<Tuple2<Long, Object>> parts(int worker, long examples, TrainingState state) {
    int[] blocks = blocks(worker).toArray();
    int together = Math.min(order.threads(), AT_ONCE);
    List<float[]> arrays = order.sent(state, worker);
    return IntStream.range(0, (blocks.length + together - 1) / together)
        .boxed()
        .flatMap(
            group -> {
              int from = group * together;
              int[] some =
                  Arrays.copyOfRange(blocks, from, Math.min(blocks.length, from + together));
              byte[][] patches = patches(arrays, some);
              return IntStream.range(0, some.length)
                  .mapToObj(k -> part(some[k], worker, examples, patches[k]));
            });
  }

  /** The blocks that the worker reads and changes. */
  private IntStream blocks(int worker) {
    BlockLayout layout = order.layout();
    return IntStream.range(0, layout.blocks()).filter(block -> layout.isFor(block, worker));
  }

  private static Tuple2<Long, Object> part(int block, int worker, long examples, byte[] patch) {
    return new Tuple2<>(RoundKey.of(block, worker), new BlockPart(examples, patch));
  }

  private byte[][] patches(List<float[]> arrays, int[] blocks) {
    byte[][] patches = new byte[blocks.length][];
    try (ParallelLoop loop = new ParallelLoop(patches.length)) {
      loop.run(
          patches.length,
          k -> {
            byte[] after = BlockBytes.of(arrays, order.layout().slices(blocks[k]));
            patches[k] = BlockPatch.between(order.block(blocks[k]), after);
          });
    }
    return patches;
  }

  /** Parts for unchanged blocks. */
  private Stream<Tuple2<Long, Object>> unchanged(int worker) {
    return blocks(worker)
        .mapToObj(
            block -> {
              int length = order.layout().length(block);
              return part(block, worker, 0, BlockPatch.none(length));
            });
  }

  private static String executor() {
    return SparkEnv.get().executorId();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
