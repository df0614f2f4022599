package io.nocturne.model.sample;

import java.time.DayOfWeek;

/** When in the week and in the day people are active. */
final class Rhythm {

  /** Monday to Sunday; the mean is 1. */
  private static final double[] WEEK = {0.86, 0.84, 0.88, 0.90, 1.06, 1.34, 1.12};

  /** Midnight to midnight, UTC, in any unit: a trough at night, a rise at noon, an evening peak. */
  private static final double[] HOURS = {
    20, 11, 6, 4, 3, 4, 9, 17, 24, 27, 29, 33, 41, 38, 33, 33, 37, 46, 60, 78, 92, 95, 74, 40
  };

  private static final int SECONDS_PER_HOUR = 3600;

  private Rhythm() {}

  /** How much more likely than on average a user is to be active. */
  static double ofWeek(DayOfWeek day) {
    return WEEK[day.getValue() - 1];
  }

  /** A second of the day, 0 to 86,399. */
  static int second(SampleRandom random) {
    return random.weighted(HOURS) * SECONDS_PER_HOUR + random.below(SECONDS_PER_HOUR);
  }
}
