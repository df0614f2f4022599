package io.nocturne.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules of 20 epochs of 1000 users, at a rate of 2. */
class ScheduleTest {
  private static double at(Schedule schedule, double epoch) {
    return schedule.of(LearningRate.constant(2), 1000, 20).at(Math.round(1000 * epoch));
  }

  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 0, 2",
    "CONSTANT, 19.9, 2",
    "STEP, 0, 2",
    "STEP, 3.999, 2",
    "STEP, 4, .5",
    "STEP, 7.9, .5",
    "STEP, 8, .125",
    "EXPONENTIAL, 0, 2",
    "EXPONENTIAL, 2, 1",
    "EXPONENTIAL, 4, .5",
    "EXPONENTIAL, 8, .125",
    "COSINE, 0, 2",
    "COSINE, 5, 1.7071067812",
    "COSINE, 10, 1",
    "COSINE, 15, .2928932188",
    "COSINE, 20, 0",
    "COSINE, 21, 0",
  })
  void shapes(Schedule.Shape shape, double epoch, double rate) {
    assertEquals(rate, at(new Schedule(shape, 4, .25, 0), epoch), 1e-9);
  }

  /** From a tenth to the full rate in 4 epochs; the shape starts after that. */
  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 0, .2",
    "CONSTANT, 2, 1.1",
    "CONSTANT, 4, 2",
    "CONSTANT, 5, 2",
    "STEP, 2, 1.1",
    "STEP, 7.9, 2",
    "STEP, 8, .5",
    "EXPONENTIAL, 6, 1",
    "COSINE, 0, .2",
    "COSINE, 4, 2",
    "COSINE, 12, 1",
    "COSINE, 20, 0",
  })
  void warmedUp(Schedule.Shape shape, double epoch, double rate) {
    assertEquals(rate, at(new Schedule(shape, 4, .25, 4), epoch), 1e-9);
  }

  @Test
  void multipliesTheRateOfAveraging() {
    LearningRate averaged = new LearningRate(1, 5, 2000);
    Rate rate = new Schedule(Schedule.Shape.EXPONENTIAL, 1, .5, 0).of(averaged, 1000, 20);
    assertEquals(3 * .5, rate.at(1000), 1e-12);
    assertEquals(5 * .125, rate.at(3000), 1e-12);
  }

  @Test
  void constantScheduleKeepsTheRate() {
    LearningRate rate = new LearningRate(1, 5, 2000);
    assertSame(rate, Schedule.CONSTANT.of(rate, 1000, 20));
  }

  @ParameterizedTest
  @CsvSource({
    "0, .5, 0, 'schedule.every-epochs: 0 (expected 1 or more)'",
    "1, 0, 0, 'schedule.factor: 0.0 (expected more than 0, at most 1)'",
    "1, 1.5, 0, 'schedule.factor: 1.5 (expected more than 0, at most 1)'",
    "1, NaN, 0, 'schedule.factor: NaN (expected more than 0, at most 1)'",
    "1, 1, -1, 'schedule.warm-up-epochs: -1.0 (expected a number, 0 or more)'",
    "1, 1, NaN, 'schedule.warm-up-epochs: NaN (expected a number, 0 or more)'",
    "1, 1, Infinity, 'schedule.warm-up-epochs: Infinity (expected a number, 0 or more)'",
  })
  void rejectsNumbersOutOfRangeByName(int every, double factor, double warmUp, String message) {
    assertEquals(
        "Invalid " + message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new Schedule(Schedule.Shape.STEP, every, factor, warmUp))
            .getMessage());
  }
}
