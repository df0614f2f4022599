package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.model.Validation;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.research.faults.Fault;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.train.checkpoint.Checkpoint;
import io.nocturne.spark.train.checkpoint.TestCheckpoints;
import io.nocturne.spark.train.round.RoundFailedException;
import io.nocturne.spark.train.state.BlockBytes;
import io.nocturne.spark.train.state.BlockLayout;
import io.nocturne.spark.train.state.StateBlocks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds that fail on executors, and leftovers in Spark after a training. */
@ExtendWith(QuietSpark.class)
class FailedRoundTest {
  /** The number of blocks of parameters. */
  private static final int ARRAYS = TrainerCase.USER_VECTORS.blocks().size();

  private static final Plan TWO = TrainerCase.of(2, 3, Compensation.STEP_SIZE, Moments.ROW_WISE);

  @TempDir static Path folder;
  private static TrainerCase.Data data;
  private static float[] expected;

  @BeforeAll
  static void prepare() {
    data = TrainerCase.Data.of(TrainerCase.prepare(folder).tables());
    expected = trainer().fit();
  }

  private static TrainerCase trainer() {
    return new TrainerCase(data, TWO);
  }

  private static Leftovers leftovers() {
    return leftovers(TrainerCase.VAE);
  }

  /** The possible leftovers of a training of the network: blocks are recognized by their sizes. */
  private static Leftovers leftovers(Network network) {
    BlockLayout layout = StateBlocks.layout(network, TWO, TrainerCase.USERS, 1 << 20);
    return new Leftovers(
        IntStream.range(0, layout.blocks())
            .mapToObj(block -> Float.BYTES * layout.length(block))
            .collect(Collectors.toSet()));
  }

  /** Fails twice; the third attempt is the last one. */
  @ParameterizedTest
  @EnumSource(Fault.Part.class)
  void retriesAFailedRound(Fault.Part part) {
    TrainerCase training = trainer().failing(new FailingRound(part, 2, 2));
    assertArrayEquals(expected, training.fit(), 0f);
    for (int attempt = 2; attempt <= 3; attempt++) {
      String message = training.messages.get(attempt - 1);
      assertTrue(
          message.startsWith("round 2 failed, retrying (attempt %d of 3): ".formatted(attempt)),
          message);
      assertTrue(message.contains("failed on purpose"), message);
    }
    assertEquals(3, training.figures.size());
    assertEquals(5, training.messages.size());
  }

  @Test
  void resumesAfterARoundThatAlwaysFails(@TempDir Path checkpoints) {
    Map<String, String> identity = TestCheckpoints.identity("42", "16");
    TrainerCase training =
        trainer().keptIn(checkpoints, identity).failing(new FailingRound(Fault.Part.AVERAGE, 3, 3));
    String message = assertThrows(RoundFailedException.class, training::fit).getMessage();
    assertTrue(message.startsWith("Round 3 has failed 3 times: "), message);
    assertTrue(message.contains("failed on purpose"), message);
    TrainerCase again = trainer().keptIn(checkpoints, identity);
    assertArrayEquals(expected, again.fit(), 0f);
    assertEquals("resuming after round 2", again.messages.get(0));
    assertEquals(1, again.figures.size());
  }

  /** Interrupted in round 2, resumed, and failed once in round 3. */
  @Test
  void userVectorsSurviveFailures(@TempDir Path checkpoints) {
    Map<String, String> identity = TestCheckpoints.identity("42", "16");
    TrainerCase stopped =
        trainer()
            .network(TrainerCase.USER_VECTORS)
            .keptIn(checkpoints, identity)
            .failing(FailingRound.always(Fault.Part.TRAIN, 2));
    assertThrows(RoundFailedException.class, stopped::fit);
    TrainerCase again =
        trainer()
            .network(TrainerCase.USER_VECTORS)
            .keptIn(checkpoints, identity)
            .failing(new FailingRound(Fault.Part.TRAIN, 3, 1));
    assertArrayEquals(again.byHand().averaged(), again.fit(), 0f);
    assertEquals("resuming after round 1", again.messages.get(0));
    assertEquals(2, again.figures.size());
    assertTrue(again.messages.stream().anyMatch(message -> message.contains("retrying")));
  }

  private static TableStore adaptive() {
    SparkSession session = SparkSession.builder().getOrCreate().newSession();
    session.conf().set("spark.sql.adaptive.enabled", "true");
    return new TableStore(session, data.tables().folder());
  }

  /** With the session of the tests, and with adaptive execution as in jobs. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leavesNothingAfterATraining(boolean adaptive) throws InterruptedException {
    TrainerCase.Data read = adaptive ? TrainerCase.Data.of(adaptive()) : data;
    TrainerCase training = new TrainerCase(read, TWO);
    Leftovers leftovers = leftovers();
    Set<String> during = new HashSet<>();
    training.validation(new BetweenRounds(() -> during.addAll(leftovers.during())));
    training.fit();
    for (String kind : List.of("RDD ", "rdd_", "broadcast_")) {
      assertTrue(during.stream().anyMatch(name -> name.startsWith(kind)), kind + ": " + during);
    }
    assertEquals(Set.of(), leftovers.since());
  }

  /** Runs an action between two rounds. */
  private record BetweenRounds(Runnable check) implements Validation {
    @Override
    public String metric() {
      return "ndcg@100";
    }

    @Override
    public double measure(Parameters parameters) {
      check.run();
      return 0;
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.Part.class)
  void leavesNothingAfterAFailedTraining(Fault.Part part) throws InterruptedException {
    TrainerCase training = trainer().failing(FailingRound.always(part, 2));
    Leftovers leftovers = leftovers();
    assertThrows(RoundFailedException.class, training::fit);
    assertEquals(Set.of(), leftovers.since());
    TrainerCase stopped = trainer().validation(new HashedValidation().failingAt(2));
    Leftovers others = leftovers();
    assertThrows(IllegalStateException.class, stopped::fit);
    assertEquals(Set.of(), others.since());
  }

  /**
   * The user vectors of one worker are NaN in the checkpoint. This is not a failure of Spark, so it
   * is not retried.
   */
  @Test
  void oneDivergingWorkerStopsTrainingAndKeepsEarlierRounds(@TempDir Path checkpoints)
      throws InterruptedException {
    Map<String, String> identity = TestCheckpoints.identity("42", "16");
    TrainerCase stopped =
        trainer()
            .network(TrainerCase.USER_VECTORS)
            .keptIn(checkpoints, identity)
            .failing(FailingRound.always(Fault.Part.TRAIN, 3));
    assertThrows(RoundFailedException.class, stopped::fit);
    TrainerCase training =
        trainer().network(TrainerCase.USER_VECTORS).keptIn(checkpoints, identity);
    Checkpoint damaged = withoutVectors(training.checkpoint().orElseThrow(), 1);
    Leftovers leftovers = leftovers(TrainerCase.USER_VECTORS);
    TrainingFailedException thrown =
        assertThrows(TrainingFailedException.class, () -> training.fit(Optional.of(damaged)));
    String message = thrown.getMessage();
    assertTrue(message.startsWith("Round 3: The loss became NaN in epoch 3"), message);
    assertTrue(message.endsWith(" Round 2 is kept as the model"), message);
    assertEquals(Set.of(), leftovers.since());
    Plan shorter = TrainerCase.of(2, 2, Compensation.STEP_SIZE, Moments.ROW_WISE);
    assertArrayEquals(
        new TrainerCase(data, shorter).network(TrainerCase.USER_VECTORS).fit(),
        FlatParameters.of(thrown.lastGood().orElseThrow()),
        0f);
    assertEquals(0, training.figures.size());
    assertFalse(training.messages.stream().anyMatch(line -> line.contains("retrying")));
  }

  /** The checkpoint with NaN for the vectors of one worker's users. */
  private static Checkpoint withoutVectors(Checkpoint checkpoint, int worker) {
    int block = 1 + worker; // block 0 is the parameters, which are small
    JsonNode array = checkpoint.header().path("arrays").path(ARRAYS + worker);
    assertEquals("user.vectors", array.path("name").asText());
    assertEquals(worker, array.path("worker").asInt());
    List<byte[]> blocks = new ArrayList<>(checkpoint.blocks());
    float[] vectors = BlockBytes.floats(blocks.get(block));
    Arrays.fill(vectors, Float.NaN);
    blocks.set(block, BlockBytes.of(vectors));
    return new Checkpoint(checkpoint.round(), blocks, checkpoint.header());
  }

  @Test
  void allWorkersCanDivergeInTheFirstRound() {
    Plan plan =
        TestTraining.PLAN
            .withEpochs(3)
            .withEpochsPerValidation(1)
            .withPatience(9)
            .withLearningRate(1e30)
            .with(TWO.averaging());
    TrainingFailedException thrown =
        assertThrows(TrainingFailedException.class, () -> new TrainerCase(data, plan).fit());
    assertTrue(thrown.getMessage().startsWith("Round 1: The loss became "), thrown.getMessage());
    assertTrue(thrown.lastGood().isEmpty());
  }
}
