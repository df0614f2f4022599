package io.nocturne.spark.train.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.StepWork;
import io.nocturne.spark.train.TestTraining;
import org.junit.jupiter.api.Test;

/** For 1000 histories of 4 items each, with batches of 100 / sqrt(V) for V workers. */
class CostModelTest {
  private static final int BATCH = 100;

  private static final Network NETWORK =
      Network.over(50).dense(10, Activation.TANH).code().multinomial();

  private static final double PARAMETER_BYTES = 4 * (50 * 10 + 10 + 10 * 50 + 50);

  private static final Plan PLAN =
      TestTraining.PLAN.withEpochs(6).withEpochsPerValidation(2).withPatience(1).withBatch(BATCH);

  /** One operation or byte per microsecond alone, half as fast together. */
  private static final ComputeSpeed ALONE = new ComputeSpeed(1e-3, 1e-3);

  private static final ComputeSpeed TOGETHER = new ComputeSpeed(.5e-3, .5e-3);

  /** 100 bytes per microsecond down and 50 up. */
  private static MachineConstants machine(ComputeSpeed together, double overhead) {
    return new MachineConstants(ALONE, together, .1, .05, overhead);
  }

  private static CostModel model(MachineConstants machine, int executors) {
    return new CostModel(NETWORK, PLAN, 1000, 4000, machine, executors);
  }

  private static double step(int rows) {
    StepWork work = StepWork.of(NETWORK, PLAN, rows, 4);
    return 1e-6 * (work.operations() + work.bytes());
  }

  @Test
  void roundOfOneWorker() {
    RoundCost cost = model(machine(TOGETHER, .25), 4).predict(1, BATCH, 3, 2);
    assertEquals(3 * 10 * step(100), cost.compute(), 1e-9);
    assertEquals(2 * PARAMETER_BYTES * 1e-8, cost.broadcast(), 1e-12);
    assertEquals(2 * 2 * PARAMETER_BYTES * 2e-8, cost.shuffle(), 1e-12);
    assertEquals(.25, cost.overhead());
    assertEquals(
        cost.compute() + cost.broadcast() + cost.shuffle() + cost.overhead(), cost.total());
  }

  /** The largest of 3 shards has 334 histories, in 3 full batches and one of 34. */
  @Test
  void largestShardDeterminesTheTime() {
    RoundCost cost = model(machine(ALONE, 0), 4).predict(3, BATCH, 1, 3);
    assertEquals(3 * step(100) + step(34), cost.compute(), 1e-9);
    assertEquals(2 * 3 * PARAMETER_BYTES * 2e-8, cost.shuffle(), 1e-12);
  }

  /** 5 workers of 200 histories on 2 executors take 3 waves, and send 2.5 states per executor. */
  @Test
  void moreWorkersThanExecutorsRunInWaves() {
    RoundCost cost = model(machine(ALONE, 0), 2).predict(5, BATCH, 1, 1);
    assertEquals(3 * 2 * step(100), cost.compute(), 1e-9);
    assertEquals(3.5 * PARAMETER_BYTES * 2e-8, cost.shuffle(), 1e-12);
    assertEquals(PARAMETER_BYTES * 1e-8, cost.broadcast(), 1e-12);
  }

  /** All 3 at once take twice as long as one, so 2 at once take 1.5 times as long. */
  @Test
  void executorsOnOneMachineSlowEachOtherDown() {
    CostModel model = model(machine(TOGETHER, 0), 3);
    assertEquals(10 * step(100), model.predict(1, BATCH, 1, 1).compute(), 1e-9);
    assertEquals(1.5 * 5 * step(100), model.predict(2, BATCH, 1, 1).compute(), 1e-9);
    assertEquals(2 * 5 * step(67), model.predict(3, 67, 1, 1).compute(), 2 * step(67));
  }

  @Test
  void distributesIfItPays() {
    CostModel model = model(machine(ALONE, 0), 5);
    WorkersChoice choice = model.choose();
    double one = model.predict(1, 100, 2, 3).total() / 2; // a round has two epochs
    double four = model.predict(4, 50, 1, 3).total();
    assertEquals(4, choice.workers()); // not 8, as there are 5 executors
    assertEquals(one / four, choice.speedUp(), 1e-12);
    assertTrue(choice.speedUp() > 1.3 && choice.speedUp() < 4, choice.why());
    assertTrue(choice.why().startsWith("4 workers: on 5 executors they are "), choice.why());
  }

  /** A gain that is too small. */
  @Test
  void doesNotDistributeBelowTheMinimumSpeedUp() {
    double compute = model(machine(ALONE, 0), 2).predict(1, BATCH, 2, 3).compute();
    MachineConstants slow = machine(ALONE, .35 * compute);
    WorkersChoice choice = model(slow, 2).choose();
    assertEquals(1, choice.workers());
    assertEquals(1, choice.speedUp());
    assertTrue(
        choice.why().matches("1 worker: 2 on 2 executors would be 1\\.[012]\\d times as fast, .*"),
        choice.why());
  }

  @Test
  void doesNotDistributeOverSharedProcessors() {
    WorkersChoice choice = model(machine(TOGETHER, 0), 2).choose();
    assertEquals(1, choice.workers());
    assertTrue(choice.why().contains("would be 0."), choice.why());
  }

  @Test
  void oneExecutorGetsOneWorker() {
    WorkersChoice choice = model(machine(ALONE, 0), 1).choose();
    assertEquals(new WorkersChoice(1, 1, "1 worker: there is 1 executor"), choice);
    assertThrows(IllegalArgumentException.class, () -> model(machine(ALONE, 0), 0));
  }

  @Test
  void sentenceHasTheFigures() {
    assertEquals(
        "compute 2.4 s, broadcast 0.03 s, shuffle 0.1 s, overhead 0.2 s",
        new RoundCost(2.41, .034, .099, .21).toString());
  }
}
