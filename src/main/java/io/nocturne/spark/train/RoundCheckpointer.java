package io.nocturne.spark.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.model.Best;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.train.checkpoint.Checkpoint;
import io.nocturne.spark.train.checkpoint.CheckpointMismatchException;
import io.nocturne.spark.train.checkpoint.Checkpoints;
import io.nocturne.spark.train.state.BlockLayout;
import io.nocturne.spark.train.state.OuterMomentum;
import io.nocturne.spark.train.state.StateArray;
import io.nocturne.spark.train.state.StateBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Writes a checkpoint after each round, and restores the last one. */
final class RoundCheckpointer {
  /** Version of the content of a checkpoint. */
  private static final int FORMAT = 2;

  private final Checkpoints checkpoints;
  private final Rounds rounds;
  private final OuterMomentum momentum;
  private final int workers;
  private final String arithmetic;
  private final BlockLayout layout;

  /**
   * @param workers the number of workers
   * @param arithmetic the arithmetic of the executors
   * @param layout the layout of a training that starts now: its arrays, in the largest blocks that
   *     the driver can collect
   */
  RoundCheckpointer(
      Checkpoints checkpoints,
      Rounds rounds,
      OuterMomentum momentum,
      int workers,
      String arithmetic,
      BlockLayout layout) {
    this.checkpoints = checkpoints;
    this.rounds = rounds;
    this.momentum = momentum;
    this.workers = workers;
    this.arithmetic = arithmetic;
    this.layout = layout;
  }

  /** The number of workers that a checkpoint was trained with; empty for null. */
  static OptionalInt workers(Checkpoint checkpoint) {
    return checkpoint == null
        ? OptionalInt.empty()
        : OptionalInt.of(checkpoint.header().path("workers").asInt());
  }

  private static ArrayNode arrays(BlockLayout layout) {
    ArrayNode arrays = Json.object().putArray("arrays");
    for (StateArray array : layout.arrays()) {
      arrays
          .addObject()
          .put("name", array.name())
          .put("role", array.role().name())
          .put("worker", array.worker())
          .put("length", array.length());
    }
    return arrays;
  }

  /** The arrays are read in their order, so that one of another name would get its values. */
  private void requireArrays(JsonNode then) {
    ArrayNode now = arrays(layout);
    for (int array = 0; array < Math.max(now.size(), then.size()); array++) {
      if (!now.path(array).equals(then.path(array))) {
        throw checkpoints.mismatch(
            "array %d of the state".formatted(array),
            now.path(array).toString(),
            then.path(array).toString());
      }
    }
  }

  /** The size of blocks was chosen by what the driver could collect when the training started. */
  private void requireCollectable(int blockFloats) {
    if (blockFloats > layout.blockFloats()) {
      throw checkpoints.mismatch(
          "what spark.driver.maxResultSize allows a block of the state (floats)",
          Integer.toString(layout.blockFloats()),
          Integer.toString(blockFloats));
    }
  }

  /** Writes the state after the last round. */
  void write(StateBlocks state) {
    List<byte[]> blocks = new ArrayList<>(state.blocks());
    blocks.addAll(momentum.blocks());
    blocks.addAll(rounds.average().blocks());
    Best<List<byte[]>> best = rounds.bestSoFar();
    ObjectNode header = Json.object();
    header.put("workers", workers);
    header.put("arithmetic", arithmetic);
    header.put("steps", state.progress().steps());
    header.put("epochs", state.progress().epochs());
    header.put("examples", state.progress().examples());
    header.put("block_floats", state.layout().blockFloats());
    header.put("format", FORMAT);
    header.set("arrays", arrays(state.layout()));
    header.put("averaged_rounds", rounds.average().rounds());
    header.put("best_round", best.round());
    header.put("best_metric", Double.toString(best.metric())); // JSON has no infinity
    header.put("validations_since", best.validationsSince());
    int kept = best.round() == 0 ? rounds.rounds() : best.round();
    checkpoints.save(new Checkpoint(rounds.rounds(), blocks, header), kept);
  }

  /**
   * Restores the state of a checkpoint.
   *
   * @throws CheckpointMismatchException if it was trained with other settings
   */
  StateBlocks restore(Checkpoint checkpoint) {
    JsonNode header = checkpoint.header();
    String then = header.path("arithmetic").asText();
    if (!then.equals(arithmetic)) {
      throw checkpoints.mismatch("the arithmetic of executors", arithmetic, then);
    }
    int format = header.path("format").asInt(1);
    if (format != FORMAT) {
      throw checkpoints.mismatch(
          "the format of checkpoints", Integer.toString(FORMAT), Integer.toString(format));
    }
    requireArrays(header.path("arrays"));
    int blockFloats = header.path("block_floats").asInt();
    requireCollectable(blockFloats);
    BlockLayout cut = new BlockLayout(layout.arrays(), blockFloats);
    int epochs = header.path("epochs").asInt();
    rounds.restore(checkpoint.round(), epochs, cut);
    List<byte[]> blocks = checkpoint.blocks();
    int averaged = header.path("averaged_rounds").asInt();
    int parameters = cut.modelBlocks();
    int mean = blocks.size() - (averaged > 0 ? parameters : 0);
    rounds.average().restore(averaged, blocks.subList(mean, blocks.size()));
    int bestRound = header.path("best_round").asInt();
    if (bestRound > 0) {
      // all rounds have one layout; once there is a mean of rounds, it is the model
      int from = bestRound > checkpoint.round() - averaged ? mean : 0;
      rounds
          .bestSoFar()
          .restore(
              bestRound,
              Double.parseDouble(header.path("best_metric").asText()),
              header.path("validations_since").asInt(),
              checkpoints.blocks(bestRound, from, from + parameters));
    }
    momentum.restore(blocks.subList(cut.blocks(), mean));
    return new StateBlocks(
        cut,
        new StateBlocks.Progress(
            header.path("steps").asLong(), epochs, header.path("examples").asLong()),
        blocks.subList(0, cut.blocks()));
  }
}
