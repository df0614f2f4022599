package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.Validation;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds of a variational autoencoder on Spark. */
class TrainerTest {
  @TempDir static Path folder;
  private static Prepared prepared;

  @BeforeAll
  static void prepare() {
    prepared = PrepareCase.random(folder, 60, 40, .2).run();
  }

  private static Plan plan(int epochs, int perRound, double rate, int negatives) {
    return new Plan(epochs, perRound, 2, 16, rate, 0, new SampledSoftmax(negatives, .5, .5));
  }

  private static float[] train(TestTraining training) {
    return FlatParameters.of(training.run(TestRecipes.MULT_VAE, prepared.tables()));
  }

  private static float[] train(Plan plan, int threads) {
    return train(new TestTraining().plan(plan).threads(threads));
  }

  /** Parameters, moments, schedule, random numbers and candidates continue from round to round. */
  @Test
  void bytesDoNotDependOnRounds() {
    float[] inOne = train(plan(3, 3, .01, 10), 1);
    assertArrayEquals(inOne, train(plan(3, 2, .01, 10), 3), 0f);
    assertFalse(Arrays.equals(inOne, train(plan(3, 3, .01, 0), 1)));
  }

  /** Round 2 is the best; rounds 3 and 4 use up the patience of 2, so there is no round 5. */
  @Test
  void returnsTheBestRound() {
    double[] metrics = {.1, .3, .2, .25, .9};
    Validation validation =
        new Validation() {
          private int round;

          @Override
          public String metric() {
            return "recall@20";
          }

          @Override
          public double measure(Parameters parameters) {
            return metrics[round++];
          }
        };
    TestTraining training = new TestTraining().plan(plan(9, 1, .01, 0)).validation(validation);
    assertArrayEquals(train(plan(2, 2, .01, 0), 2), train(training), 0f);
    assertEquals(7, training.messages().size());
    assertTrue(
        training.messages().get(1).contains("training needs about"), training.messages().get(1));
    assertTrue(
        training.messages().get(5).contains("validation recall@20 0.2500 (best 0.3000, round 2"));
    assertTrue(training.messages().get(6).startsWith("stopped after 2 validations"));
  }

  @Test
  void stopsAtANaNLoss() {
    TestTraining training = new TestTraining().plan(plan(9, 1, 1e30, 0));
    TrainingFailedException thrown =
        assertThrows(TrainingFailedException.class, () -> train(training));
    assertTrue(thrown.getMessage().startsWith("Round 1: The loss became "), thrown.getMessage());
    assertTrue(thrown.lastGood().isEmpty());
  }
}
