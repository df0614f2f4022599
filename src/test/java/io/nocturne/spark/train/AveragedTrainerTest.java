package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.nn.Plan;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.Schedule;
import io.nocturne.spark.train.cluster.GroupedCollect;
import io.nocturne.spark.train.round.Round;
import io.nocturne.spark.train.state.StateBlocks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The trainer on Spark gives the same bits as a plain loop. */
class AveragedTrainerTest {
  @TempDir static Path folder;
  private static TrainerCase.Data data;

  @BeforeAll
  static void prepare() {
    data = TrainerCase.Data.of(TrainerCase.prepare(folder).tables());
  }

  private static TrainerCase trainer(Plan plan) {
    return new TrainerCase(data, plan);
  }

  /** Five epochs, in rounds of 2, 2 and 1. */
  @Test
  void oneWorkerMatchesTheSerialLoop() {
    TrainerCase training = trainer(TrainerCase.alone(5, 2));
    assertEquals(TrainerCase.USERS, data.histories().rows());
    assertArrayEquals(training.byHand().serial(), training.fit(), 0f);
    assertEquals(List.of(2, 4, 5), training.figures.stream().map(Round::epoch).toList());
    assertEquals(List.of(120L, 120L, 60L), training.figures.stream().map(Round::examples).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, RESTART, 0",
    "NONE, AVERAGE, 0",
    "NONE, ROW_WISE, 0",
    "STEP_SIZE, RESTART, 0",
    "STEP_SIZE, AVERAGE, 0",
    "STEP_SIZE, ROW_WISE, 0",
    "MOMENTUM, RESTART, 0",
    "MOMENTUM, AVERAGE, 0",
    "MOMENTUM, ROW_WISE, 0",
    "STEP_SIZE, ROW_WISE, 9",
  })
  void averagesFourWorkers(Compensation compensation, Moments moments, int negatives) {
    TrainerCase training = trainer(TrainerCase.of(4, 3, negatives, compensation, moments));
    assertArrayEquals(training.byHand().averaged(), training.fit(), 0f);
    Round last = training.figures.get(2);
    assertEquals(60, last.examples());
    assertEquals(4, last.workers());
    assertTrue(last.imbalance() >= 1, "" + last.imbalance());
    assertTrue(last.agreement() > -.5 && last.agreement() < 1, "" + last.agreement());
  }

  private static Plan optimized(int workers, Moments moments, Optimization optimization) {
    return TrainerCase.of(workers, 3, Compensation.STEP_SIZE, moments).with(optimization);
  }

  @ParameterizedTest
  @EnumSource(
      value = OptimizerKind.class,
      names = {"NADAM", "SGD", "ADAGRAD", "RPROP"})
  void averagesWithEachOptimizer(OptimizerKind kind) {
    TrainerCase two = trainer(optimized(2, Moments.AVERAGE, Optimization.of(kind)));
    assertArrayEquals(two.byHand().averaged(), two.fit(), 0f);
    TrainerCase one = trainer(TrainerCase.alone(3, 2).with(Optimization.of(kind)));
    assertArrayEquals(one.byHand().serial(), one.fit(), 0f);
    String warning =
        "rprop needs full-batch gradients, but a step uses 16 of 60 histories: set"
            + " train.batch to 60";
    assertEquals(
        kind == OptimizerKind.RPROP, one.messages.contains(warning), one.messages.toString());
  }

  /** With warm-up and a falling rate, gradient clipping, and a mean of two rounds. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void averagesWithAllOptionsOfSteps(int workers) {
    Schedule schedule = new Schedule(Schedule.Shape.COSINE, 1, .5, .5);
    Optimization all =
        Optimization.of(OptimizerKind.ADAM).with(schedule).clippedTo(1e-3).averagedFrom(2);
    TrainerCase training = trainer(optimized(workers, Moments.AVERAGE, all));
    float[] model = training.fit();
    assertArrayEquals(training.byHand().averaged(), model, 0f);
    for (Optimization less :
        List.of(all.with(Schedule.CONSTANT), all.clippedTo(0), all.averagedFrom(0))) {
      float[] other = trainer(optimized(workers, Moments.AVERAGE, less)).byHand().averaged();
      assertFalse(Arrays.equals(model, other), less.toString());
    }
  }

  /** Shards of 9 and 8, of 1, and of no histories. */
  @ParameterizedTest
  @ValueSource(ints = {7, 60, 64})
  void averagesShardsOfDifferentSizes(int workers) {
    TrainerCase training =
        trainer(TrainerCase.of(workers, 2, Compensation.MOMENTUM, Moments.AVERAGE));
    assertArrayEquals(training.byHand().averaged(), training.fit(), 0f);
    assertEquals(60, training.figures.get(1).examples());
    assertTrue(
        training.messages.get(0).startsWith("a step needs 16 histories (train.batch = "),
        training.messages.get(0));
  }

  /** Each is trained by the worker with the user's history, and its moments are never restarted. */
  @ParameterizedTest
  @CsvSource({"2, MOMENTUM, RESTART", "7, STEP_SIZE, ROW_WISE"})
  void userVectorsBelongToOneWorker(int workers, Compensation compensation, Moments moments) {
    Plan plan = TrainerCase.of(workers, 3, compensation, moments);
    TrainerCase training = trainer(plan).network(TrainerCase.USER_VECTORS);
    float[] model = training.fit();
    assertEquals(TrainerCase.USER_VECTORS.parameters() + TrainerCase.USERS * 4, model.length);
    assertArrayEquals(training.byHand().averaged(), model, 0f);
  }

  /** Every setting has an effect, so that the tests above are meaningful. */
  @Test
  void workersCompensationAndMomentsChangeTheModel() {
    float[] first = trainer(TrainerCase.of(2, 2, Compensation.NONE, Moments.RESTART)).fit();
    List<Plan> others =
        List.of(
            TrainerCase.of(1, 2, Compensation.NONE, Moments.RESTART),
            TrainerCase.of(3, 2, Compensation.NONE, Moments.RESTART),
            TrainerCase.of(2, 2, Compensation.STEP_SIZE, Moments.RESTART),
            TrainerCase.of(2, 2, Compensation.MOMENTUM, Moments.RESTART),
            TrainerCase.of(2, 2, Compensation.NONE, Moments.AVERAGE),
            TrainerCase.of(2, 2, Compensation.NONE, Moments.ROW_WISE));
    for (Plan plan : others) {
      assertFalse(Arrays.equals(first, trainer(plan).fit()), plan.toString());
    }
  }

  /** Two blocks of the model and three of the optimizer are collected one by one. */
  @Test
  void resultSizeLimitDoesNotChangeTheModel() {
    Plan plan = TrainerCase.of(2, 2, Compensation.MOMENTUM, Moments.AVERAGE);
    float[] whole = trainer(plan).network(TrainerCase.WIDE).fit();
    SparkConf live = SparkSession.builder().getOrCreate().sparkContext().conf();
    String key = "spark.driver.maxResultSize";
    String before = live.get(key, "1g");
    live.set(key, "200k");
    try {
      assertEquals(
          2 + 3,
          StateBlocks.layout(TrainerCase.WIDE, plan, 1, GroupedCollect.blockFloats(live)).blocks());
      TrainerCase cut = trainer(plan).network(TrainerCase.WIDE);
      assertArrayEquals(whole, cut.fit(), 0f);
      assertTrue(cut.figures.get(1).bytesUp() > 2 * 200_000, "more than the limit");
    } finally {
      live.set(key, before);
    }
    assertArrayEquals(whole, trainer(plan).network(TrainerCase.WIDE).byHand().averaged(), 0f);
  }

  /** Workers with one history each have few items; rows of other items are not sent. */
  @Test
  void sendsOnlyChanges() {
    Plan plan = TrainerCase.of(60, 1, 1, Compensation.NONE, Moments.RESTART);
    TrainerCase training = trainer(plan).network(TrainerCase.WIDE);
    training.fit();
    Round round = training.figures.get(0);
    assertEquals(Float.BYTES * TrainerCase.WIDE.parameters(), round.bytesDown());
    assertTrue(round.bytesUp() < .4 * 60 * round.bytesDown(), "" + round.bytesUp());
    assertTrue(round.bytesUp() > .1 * 60 * round.bytesDown(), "" + round.bytesUp());
  }
}
