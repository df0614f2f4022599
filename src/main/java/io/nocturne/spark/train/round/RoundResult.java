package io.nocturne.spark.train.round;

import io.nocturne.math.ParallelLoop;
import io.nocturne.spark.train.state.BlockMean;
import io.nocturne.spark.train.state.BlockPatch;
import io.nocturne.spark.train.state.StateBlocks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The result of a round: the workers' reports, and the means of the blocks. */
public final class RoundResult {
  private final List<RoundReport> reports = new ArrayList<>();
  private final List<BlockMean> means = new ArrayList<>();

  /** Sorts the reports and means that the reducers have sent. */
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

  /** The reports in the order of the workers. */
  List<RoundReport> reports() {
    return reports;
  }

  /** The means in the order of the blocks. */
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
          "Received %d of %d blocks".formatted(means.size(), before.blocks().size()));
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

  /** The bytes that all workers have sent. */
  long bytesUp() {
    return means.stream().mapToLong(BlockMean::received).sum();
  }

  /**
   * The mean cosine between the changes of two workers, weighted by their lengths and examples: 1
   * if all go the same way or there is one worker, 0 if they have nothing in common.
   */
  double agreement() {
    double[] squares = new double[reports.size()];
    double mean = 0;
    for (BlockMean block : means) {
      if (block.squares().length != squares.length) {
        continue; // a block of one worker
      }
      mean += block.square();
      for (int w = 0; w < squares.length; w++) {
        squares[w] += block.squares()[w];
      }
    }
    double sum = 0;
    double diagonal = 0;
    for (int w = 0; w < squares.length; w++) {
      double length = reports.get(w).examples() * Math.sqrt(squares[w]) / Math.max(1, examples());
      sum += length;
      diagonal += length * length;
    }
    double pairs = sum * sum - diagonal;
    return pairs <= 0 ? 1 : (mean - diagonal) / pairs;
  }
}
