package io.nocturne.spark.train;

import static io.nocturne.spark.train.checkpoint.TestCheckpoints.assertSame;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.checkpoint;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.identity;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.save;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.train.checkpoint.CheckpointMismatchException;
import io.nocturne.spark.train.checkpoint.Checkpoints;
import io.nocturne.spark.train.checkpoint.TestCheckpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of several stages, each with its own checkpoints. */
class StagedCheckpointsTest {
  @TempDir Path folder;
  private final List<String> messages = new ArrayList<>();

  private Checkpoints last(String seed) {
    return new Checkpoints(
        new Configuration(false),
        TestCheckpoints.hadoop("file", folder),
        identity(seed, "500"),
        messages::add);
  }

  @Test
  void eachStageHasItsOwnFolder() {
    save(last("7").stage("layer-1"), "1", "2");
    assertTrue(Files.isDirectory(folder.resolve("checkpoints/layer-1/round-000002")));
    assertEquals(Optional.empty(), last("7").latest());
    assertEquals(Optional.empty(), last("7").stage("layer-2").latest());
    assertSame(checkpoint(2, 0), last("7").stage("layer-1").latest().orElseThrow());
  }

  /** Killed in the last stage: the final checkpoints of earlier stages are kept until its end. */
  @Test
  void completedStagesAreKeptDuringTheLastOne() {
    save(last("7").stage("layer-1"), "1", "2", "3");
    save(last("7").stage("layer-2"), "1", "2");
    save(last("7"), "1", "2", "3", "4", "5", "6", "7:6");
    assertSame(checkpoint(7, 0), last("7").latest().orElseThrow());
    assertSame(checkpoint(3, 0), last("7").stage("layer-1").latest().orElseThrow());
    assertSame(checkpoint(2, 0), last("7").stage("layer-2").latest().orElseThrow());
    assertEquals(List.of(), messages);
  }

  @Test
  void rejectsAStageOfAnotherTraining() {
    save(last("7").stage("layer-1"), "1");
    Checkpoints other = last("8").stage("layer-1");
    String message = assertThrows(CheckpointMismatchException.class, other::latest).getMessage();
    assertTrue(message.contains("/layer-1/round-000001 belongs to another training: "), message);
    assertTrue(message.contains("seed is 8 but was 7"), message);
  }

  @Test
  void deletesAllWithTheLastStage() {
    save(last("7").stage("layer-1"), "1");
    save(last("7"), "1");
    last("7").delete();
    assertFalse(Files.exists(folder.resolve("checkpoints")));
  }

  /** Stages before the last are not measured, as the model is incomplete. */
  @Test
  void keepsStagesWithoutMeasuring() {
    TrainingSupport support =
        new TrainingSupport(
            Optional.of(new HashedValidation()),
            Optional.of(last("7")),
            OptionalInt.of(3),
            new FigureLog(new ArrayList<>()),
            messages::add);
    TrainingSupport stage = support.stage("layer-1");
    assertTrue(stage.validation().isEmpty());
    assertEquals(OptionalInt.of(3), stage.workersBefore());
    save(stage.checkpoints().orElseThrow(), "1");
    assertSame(checkpoint(1, 0), last("7").stage("layer-1").latest().orElseThrow());
  }
}
