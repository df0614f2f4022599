package io.nocturne.model.sample;

import io.nocturne.model.sample.SampleRandom.Purpose;
import java.util.Locale;

/** One invented user: a pure function of (settings, seed, index). */
final class SampleUser {

  /** The share of the settings' users that are there on the first day. */
  private static final double POPULATION_SHARE = 0.6;

  /** The days over which the others arrive; arrivals continue at that rate. */
  private static final int ARRIVAL_DAYS = 90;

  /** In days; the number of users then neither grows nor falls, as many leaving as arriving. */
  private static final double MEAN_STAY = ARRIVAL_DAYS * POPULATION_SHARE / (1 - POPULATION_SHARE);

  /** The deviation of the logarithm of activity. */
  private static final double ACTIVITY_DEVIATION = 1.0;

  /** Interactions in one sitting of a user of mean activity; the keener, the longer. */
  private static final double SITTING = 5.5;

  /** Nobody comes on more days than this, averaged over the week; Saturdays stay below 1. */
  private static final double MOST_DAYS = 0.7;

  private static final int MOST_GENRES = 3;

  final int index;
  final String id;
  final int firstDay;
  final int lastDay;

  /** [genres] shares of taste, summing to 1; one to three are above 0. */
  final double[] taste = new double[Genre.values().length];

  /** How mild a judge, in stars. */
  final double mildness;

  /** The probability of coming on an average day. */
  final double comes;

  /** The mean number of interactions in a sitting, 1 or more. */
  final double sitting;

  private final boolean newcomer;

  SampleUser(SampleSettings settings, long seed, int index) {
    SampleRandom random = SampleRandom.of(seed, Purpose.USER, index);
    double population = Math.max(1, Math.rint(POPULATION_SHARE * settings.users()));
    double arrivalsPerDay = population / MEAN_STAY;
    this.index = index;
    this.id = String.format(Locale.ROOT, "u%05d", index + 1);
    this.newcomer = index >= population;
    this.firstDay = newcomer ? 1 + (int) ((index - population) / arrivalsPerDay) : 0;
    this.lastDay = firstDay + (int) (MEAN_STAY * random.exponential());
    this.mildness = 0.3 * random.gaussian();
    double activity =
        StrictMath.exp(
            ACTIVITY_DEVIATION * random.gaussian() - ACTIVITY_DEVIATION * ACTIVITY_DEVIATION / 2);
    double rowsPerDay = activity * settings.rowsPerDay() * settings.plainShare() / population;
    double wished = Math.max(1, SITTING * StrictMath.sqrt(activity));
    this.comes = Math.min(MOST_DAYS, rowsPerDay / wished);
    this.sitting = Math.max(1, rowsPerDay / comes);
    drawTaste(random);
  }

  private void drawTaste(SampleRandom random) {
    int genres = 1 + random.below(MOST_GENRES);
    double sum = 0;
    for (int i = 0; i < genres; i++) {
      double share = 0.3 + random.uniform();
      taste[random.below(taste.length)] += share;
      sum += share;
    }
    for (int g = 0; g < taste.length; g++) {
      taste[g] /= sum;
    }
  }

  /** How well an item meets the taste, between 0 and 1. */
  double match(SampleItem item) {
    return (taste[item.genre.ordinal()] + taste[item.other.ordinal()]) / 2;
  }

  /** How many interactions the user has on a day, in a week's rhythm; mostly none. */
  int interactions(long seed, int day, double ofWeek) {
    if (day < firstDay || day > lastDay) {
      return 0;
    }
    SampleRandom random = SampleRandom.of(seed, Purpose.ACTIVE, index, day);
    boolean arrives = newcomer && day == firstDay;
    return arrives || random.uniform() < comes * ofWeek ? 1 + random.poisson(sitting - 1) : 0;
  }
}
