package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.Schedule;
import io.nocturne.spark.prepare.Prepared;
import io.nocturne.spark.train.round.Round;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Trainings with stages before the main one, or with a step to finish the model. */
@ExtendWith(QuietSpark.class)
class StagesTest {
  private static final String ITEM_AUTO_REC =
      "auto-rec activation=sigmoid code=8 fold-in-penalty=0.1 output-activation=identity over=items";
  private static final String STACKED_DAE =
      "stacked-dae activation=tanh loss=multinomial noise=0.2 normalize=true"
          + " output-activation=identity pre-training-epochs=2 widths=6,4";

  @TempDir static Path folder;
  private static Prepared prepared;

  @BeforeAll
  static void prepare() {
    prepared = TrainerCase.prepare(folder);
  }

  private static Plan plan(int epochs) {
    return TestTraining.PLAN.withEpochs(epochs).withEpochsPerValidation(1).withPatience(9);
  }

  /** A cycle of encoder and decoder is four epochs. */
  @Test
  void warnsOfAValidationWithinACycle() {
    String recVae =
        "rec-vae code=4 decoder-epochs=1 dropout=0 encoder-epochs=3 gamma=0.005 hidden=6";
    for (int between : List.of(4, 5, 8)) {
      TestTraining training =
          new TestTraining()
              .plan(
                  TestTraining.PLAN.withEpochs(8).withEpochsPerValidation(between).withPatience(9));
      training.run(recVae, prepared.tables());
      String warning =
          "encoder and decoder alternate in cycles of 4 epochs, but validation runs every"
              + " 5: set train.epochs-per-validation to a multiple of 4";
      assertEquals(
          between == 5, training.messages().contains(warning), training.messages().toString());
    }
  }

  private static TrainingFailedException failure(TestTraining training, String recipe) {
    return assertThrows(
        TrainingFailedException.class, () -> training.run(recipe, prepared.tables()));
  }

  /** Each step multiplies weights by about minus {@code growth}, until they are infinite. */
  private static Plan diverging(int epochs, double growth) {
    double rate = .01;
    return new Plan(epochs, 1, 9, 16, rate, growth / rate, SampledSoftmax.OFF)
        .with(Optimization.of(OptimizerKind.SGD));
  }

  /** The model has item codes even if its training fails. */
  @Test
  void finishesTheBestRoundIfTrainingDiverges() {
    TestTraining training = new TestTraining().plan(diverging(9, 1e3));
    TrainingFailedException thrown = failure(training, ITEM_AUTO_REC);
    int good = training.rounds().size();
    String end = "Round %d is kept as the model".formatted(good);
    assertTrue(thrown.getMessage().endsWith(end), thrown.getMessage());
    float[] expected =
        FlatParameters.of(
            new TestTraining().plan(diverging(good, 1e3)).run(ITEM_AUTO_REC, prepared.tables()));
    assertArrayEquals(expected, FlatParameters.of(thrown.lastGood().orElseThrow()), 0f);
  }

  /** In the second round of the first stage, which has the parameters of another network. */
  @Test
  void divergingStageLeavesNoModel() {
    TestTraining training = new TestTraining().plan(diverging(5, 1e7));
    TrainingFailedException thrown = failure(training, STACKED_DAE);
    String message = thrown.getMessage();
    assertTrue(message.startsWith("Round 2 of layer-1: The loss became "), message);
    assertTrue(message.endsWith(". A stage before the last training leaves no model"), message);
    assertTrue(thrown.lastGood().isEmpty());
    assertEquals(1, training.rounds().size());
  }

  /** Two rounds per layer, then three of all layers. */
  @Test
  void roundsNameTheirStage() {
    TestTraining training = new TestTraining().plan(plan(3));
    training.run(STACKED_DAE, prepared.tables());
    List<Map<String, Object>> figures = training.rounds().stream().map(Round::figures).toList();
    assertEquals(
        List.of("layer-1 1", "layer-1 2", "layer-2 1", "layer-2 2", "null 1", "null 2", "null 3"),
        figures.stream().map(round -> round.get("stage") + " " + round.get("round")).toList());
    List<String> messages =
        training.messages().stream()
            .filter(line -> line.contains("round "))
            .map(line -> line.replaceFirst(" of .*", ""))
            .toList();
    assertEquals(
        List.of(
            "layer-1: round 1 (epoch 1",
            "layer-1: round 2 (epoch 2",
            "layer-2: round 1 (epoch 1",
            "layer-2: round 2 (epoch 2",
            "round 1 (epoch 1",
            "round 2 (epoch 2",
            "round 3 (epoch 3"),
        messages);
  }

  /** Settings that start at some epoch apply to the last stage; earlier ones may be shorter. */
  @Test
  void stageCanBeShorterThanTheWarmUp() {
    Optimization late =
        Optimization.of(OptimizerKind.ADAM)
            .averagedFrom(4)
            .with(new Schedule(Schedule.Shape.CONSTANT, 1, 1, 3));
    TestTraining training = new TestTraining().plan(plan(4).with(late));
    training.run(STACKED_DAE, prepared.tables());
    assertEquals(8, training.rounds().size());
  }
}
