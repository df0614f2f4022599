package io.nocturne.spark.train.round;

import io.nocturne.math.ParallelLoop;
import io.nocturne.spark.train.state.BlockMean;
import io.nocturne.spark.train.state.BlockPatch;
import io.nocturne.spark.train.state.StateBlocks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a round has come to: the workers' reports, and the means of the blocks. */
public final class RoundResult {
  private final List<RoundReport> reports = new ArrayList<>();
  private final List<BlockMean> means = new ArrayList<>();

  /** Sorts what the reducers have sent. */
  public static RoundResult of(List<Object> sent) {
    RoundResult result = new RoundResult();
    for (Object one : sent) {
      if (one instanceof RoundReport report) {
        result.reports.add(report);
      } else {
        result.means.add((BlockMean) one);
      }
    }
    result.reports.sort(Comparator.comparing(RoundReport::worker));
    result.means.sort(Comparator.comparing(BlockMean::block));
    return result;
  }

  /** In the order of the workers. */
  List<RoundReport> reports() {
    return reports;
  }

  /** In the order of the blocks. */
  List<BlockMean> means() {
    return means;
  }

  /** Why a worker has failed; empty if none has. */
  public Optional<String> failure() {
    return reports.stream().flatMap(report -> report.failure().stream()).findFirst();
  }

  /** The state after the round. */
  public StateBlocks after(StateBlocks before) {
    if (means.size() != before.blocks().size()) {
      throw new IllegalStateException(
          "%d blocks of %d have come back".formatted(means.size(), before.blocks().size()));
    }
    byte[][] blocks = new byte[means.size()][];
    try (ParallelLoop loop = new ParallelLoop(RoundOrder.SENDERS)) {
      loop.run(
          blocks.length,
          b ->
              blocks[b] =
                  BlockPatch.applied(
                      means.get(b).takePatch(), before.blocks().get(means.get(b).block())));
    }
    StateBlocks.Progress progress =
        new StateBlocks.Progress(
            reports.stream().mapToLong(RoundReport::steps).max().orElseThrow(),
            reports.stream().mapToInt(RoundReport::epochs).max().orElseThrow(),
            before.progress().examples() + examples());
    return new StateBlocks(before.layout(), progress, List.of(blocks));
  }

  long examples() {
    return reports.stream().mapToLong(RoundReport::examples).sum();
  }

  /** The mean loss over the last epoch of all. */
  double loss() {
    double sum = 0;
    for (RoundReport report : reports) {
      sum += report.examples() * report.loss();
    }
    return sum / Math.max(1, examples());
  }

  /** The bytes that the workers have sent, all together. */
  long bytesUp() {
    return means.stream().mapToLong(BlockMean::received).sum();
  }

  /**
   * The mean cosine between the changes of two workers, weighted by their lengths and examples: 1
   * if all go the same way, 0 if they have nothing in common. Of one worker, 1.
   */
  double agreement() {
    double[] squares = new double[reports.size()];
    double mean = 0;
    for (BlockMean block : means) {
      if (block.squares().length != squares.length) {
        continue; // a worker's own
      }
      mean += block.square();
      for (int w = 0; w < squares.length; w++) {
        squares[w] += block.squares()[w];
      }
    }
    double sum = 0;
    double own = 0;
    for (int w = 0; w < squares.length; w++) {
      double length = reports.get(w).examples() * Math.sqrt(squares[w]) / Math.max(1, examples());
      sum += length;
      own += length * length;
    }
    double pairs = sum * sum - own;
    return pairs <= 0 ? 1 : (mean - own) / pairs;
  }
}
