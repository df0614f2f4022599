package io.nocturne.spark.prepare;

import io.nocturne.model.History;

/** Holds out the last days of the log, all users at the same second. */
final class LastDays {
  private static final long DAY = 86_400;

  private LastDays() {}

  /**
   * @param rows the user's rows, sorted
   */
  static Sides of(UserRows rows, UserHistories histories, SplitSettings split) {
    long testFrom = split.endOfLog() - split.heldOutDays() * DAY;
    int from = rows.from(Part.LOG);
    int to = rows.to(Part.LOG);
    int test = rows.firstAt(Part.LOG, testFrom);
    int validation =
        split.validation() ? rows.firstAt(Part.LOG, testFrom - split.heldOutDays() * DAY) : test;
    MergedRows past = histories.merge(from, validation);
    History training = histories.history(past);
    if (validation == test) { // no validation, or nothing in it
      return Sides.of(training, null, heldOut(histories, training, test, to, past));
    }
    MergedRows beforeTest = histories.merge(from, test);
    return Sides.of(
        training,
        heldOut(histories, training, validation, test, past),
        heldOut(histories, histories.history(beforeTest), test, to, beforeTest));
  }

  /** Returns null if the side is empty. */
  private static HeldOut heldOut(
      UserHistories histories, History foldIn, int from, int to, MergedRows met) {
    MergedRows side = histories.merge(from, to);
    return histories.wanted(side).size() == 0 ? null : histories.heldOut(foldIn, side, met);
  }
}
