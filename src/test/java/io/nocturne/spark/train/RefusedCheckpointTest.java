package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.recipe.Recipes;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.research.faults.Fault;
import io.nocturne.research.faults.FaultPlugin;
import io.nocturne.spark.train.checkpoint.CheckpointMismatchException;
import io.nocturne.spark.train.checkpoint.Checkpoints;
import io.nocturne.spark.train.checkpoint.TestCheckpoints;
import io.nocturne.spark.train.round.RoundFailedException;
import io.nocturne.spark.train.rows.TrainingRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of another training are rejected with the differences. */
@ExtendWith(QuietSpark.class)
class RefusedCheckpointTest {
  private static final int ROUNDS = 6;
  private static final Plan PLAN =
      new Plan(ROUNDS, 2, 99, 16, .01, .02, new SampledSoftmax(9, .5, .5))
          .with(new Averaging(2, 1, Compensation.MOMENTUM, Moments.AVERAGE));

  @TempDir static Path folder;
  private static TrainerCase.Data data;

  @TempDir Path kept;

  @BeforeAll
  static void prepare() {
    data = TrainerCase.Data.of(TrainerCase.prepare(folder).tables());
  }

  private TrainerCase keeping(Plan plan) {
    return new TrainerCase(data, plan).keptIn(kept, TestCheckpoints.identity("42", "16"));
  }

  private Training job(Map<String, String> identity, List<String> messages) {
    Checkpoints checkpoints =
        new Checkpoints(
            new Configuration(false),
            TestCheckpoints.hadoop("file", kept),
            identity,
            messages::add);
    return new Training(
            Recipes.parse(TestRecipes.MULT_VAE),
            new TrainSettings(PLAN, 2, 42),
            Optional.empty(),
            messages::add)
        .keptIn(checkpoints);
  }

  private static Map<String, String> identity(String data, String seed) {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("the rows of training", data);
    identity.put("seed", seed);
    return identity;
  }

  @Test
  void rejectsAnotherSeedOrOtherData() {
    List<String> messages = new ArrayList<>();
    Training killed = job(identity("a1", "42"), messages);
    assertThrows(
        RoundFailedException.class,
        () ->
            FaultPlugin.during(
                FailingRound.always(Fault.Part.TRAIN, 2),
                () -> killed.run(TrainingRows.of(data.tables()))));
    assertEquals(1, killed.rounds().size());
    assertRefused("seed is 43 but was 42", identity("a1", "43"));
    assertRefused("the rows of training is b2 but was a1", identity("b2", "42"));
    Training again = job(identity("a1", "42"), messages);
    float[] resumed = FlatParameters.of(again.run(TrainingRows.of(data.tables())));
    assertEquals(ROUNDS - 1, again.rounds().size());
    assertEquals(2, again.rounds().get(0).number());
    Training never =
        new Training(
            Recipes.parse(TestRecipes.MULT_VAE),
            new TrainSettings(PLAN, 2, 42),
            Optional.empty(),
            messages::add);
    assertArrayEquals(FlatParameters.of(never.run(TrainingRows.of(data.tables()))), resumed, 0f);
    assertFalse(messages.isEmpty());
  }

  /** Both optimizers have two arrays of the same length per block, but with different meanings. */
  @Test
  void rejectsTheStateOfAnotherOptimizer() {
    TrainerCase killed = keeping(PLAN).failing(FailingRound.always(Fault.Part.TRAIN, 2));
    assertThrows(RoundFailedException.class, killed::fit);
    TrainerCase other = keeping(PLAN.with(Optimization.of(OptimizerKind.RPROP)));
    String message = assertThrows(CheckpointMismatchException.class, other::fit).getMessage();
    assertTrue(message.contains(" of the state is {\"name\":"), message);
    assertEquals(List.of(), other.figures);
  }

  private void assertRefused(String why, Map<String, String> identity) {
    Training other = job(identity, new ArrayList<>());
    String message =
        assertThrows(
                CheckpointMismatchException.class, () -> other.run(TrainingRows.of(data.tables())))
            .getMessage();
    assertTrue(
        message.contains(" belongs to another training: " + why + ". Set train.resume"), message);
    assertEquals(List.of(), other.rounds());
  }
}
