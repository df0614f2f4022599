package io.nocturne.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.SampledSoftmax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AveragingTest {
  private static Averaging of(int workers, Compensation compensation) {
    return new Averaging(workers, 0, compensation, Moments.RESTART);
  }

  /** 500 / sqrt(V) histories; a rate of .001 V sqrt(b / 500), at most 8 times .001. */
  @ParameterizedTest
  @CsvSource({
    "1, 500, .001",
    "2, 354, .0016828547",
    "4, 250, .0028284271",
    "8, 177, .0047598319",
    "16, 125, .008",
    "32, 88, .008",
    "4096, 16, .008",
  })
  void stepSizeRule(int workers, int batch, double rate) {
    Averaging averaging = of(workers, Compensation.STEP_SIZE);
    assertEquals(batch, averaging.batch(500));
    LearningRate warmed = averaging.rate(.001, 500, 6000);
    assertEquals(.001, warmed.at(0), 1e-12, "it starts with the rate of one worker");
    assertEquals((.001 + rate) / 2, warmed.at(3000), 1e-10);
    assertEquals(rate, warmed.at(6000), 1e-10);
    assertEquals(rate, warmed.at(Long.MAX_VALUE), 1e-10);
  }

  /** Steps of fewer than 16 histories are too noisy, unless configured. */
  @ParameterizedTest
  @CsvSource({"100, 64, 16", "16, 4, 16", "10, 4, 10", "1, 64, 1", "17, 2, 16", "40, 2, 28"})
  void batchHasAMinimum(int reference, int workers, int batch) {
    Averaging averaging = of(workers, Compensation.STEP_SIZE);
    assertEquals(batch, averaging.batch(reference));
    double factor = Math.min(8, workers * Math.sqrt((double) batch / reference));
    assertEquals(.1 * factor, averaging.rate(.1, reference, 5).at(5), 1e-12);
  }

  @ParameterizedTest
  @EnumSource(
      value = Compensation.class,
      names = {"NONE", "MOMENTUM"})
  void withoutTheRuleStepsMatchOneWorker(Compensation compensation) {
    Averaging averaging = of(8, compensation);
    assertEquals(500, averaging.batch(500));
    assertEquals(LearningRate.constant(.001), averaging.rate(.001, 500, 6000));
  }

  @Test
  void momentumAddsUpToAllWorkers() {
    assertEquals(0, of(1, Compensation.MOMENTUM).momentum());
    assertEquals(.5, of(2, Compensation.MOMENTUM).momentum());
    assertEquals(.875, of(8, Compensation.MOMENTUM).momentum());
    assertEquals(0, of(8, Compensation.STEP_SIZE).momentum());
    assertEquals(0, of(8, Compensation.NONE).momentum());
  }

  @Test
  void oneWorkerKeepsItsMoments() {
    assertEquals(Moments.AVERAGE, Averaging.ALONE.moments());
    assertEquals(Moments.AUTO, Averaging.ALONE.with(2).moments(), "the given value");
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 5", "2, 0, 1", "0, 0, 1", "1, 3, 3", "2, 3, 3"})
  void roundLength(int workers, int given, int epochs) {
    Averaging averaging = new Averaging(workers, given, Compensation.NONE, Moments.RESTART);
    Plan plan = new Plan(20, 5, 1, 8, .1, 0, SampledSoftmax.OFF).with(averaging);
    assertEquals(epochs, plan.epochsPerRound());
    assertEquals(3, averaging.with(3).workers());
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 'Invalid workers: -1 (expected 1 to 4096, or auto)'",
    "4097, 0, 'Invalid workers: 4097 (expected 1 to 4096, or auto)'",
    "1, -1, 'Invalid epochs-per-round: -1 (expected 0 or more)'",
  })
  void rejectsNumbersOutOfRange(int workers, int epochs, String message) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new Averaging(workers, epochs, Compensation.NONE, Moments.RESTART))
            .getMessage());
  }

  @Test
  void learningRateIsLinear() {
    LearningRate rate = new LearningRate(.2, 1, 1L << 40);
    assertEquals(.2, rate.at(0));
    assertEquals(.4, rate.at(1L << 38), 1e-12);
    assertEquals(1, rate.at(1L << 40));
    assertEquals(1, rate.at(1L << 41));
    assertEquals(.3, LearningRate.constant(.3).at(0));
    assertEquals(.3, LearningRate.constant(.3).at(7));
  }
}
