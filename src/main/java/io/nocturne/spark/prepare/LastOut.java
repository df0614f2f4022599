package io.nocturne.spark.prepare;

import io.nocturne.model.History;

/**
 * Holds out the item that a user has met last: of all items in the order of their first rows, the
 * last. Its first row is the cut. Rows before it are known; later rows about earlier items are
 * dropped, as the user had met these already.
 */
final class LastOut {
  private LastOut() {}

  /**
   * @param rows the user's rows, sorted
   * @param validation whether the item before it is held out too
   */
  static Sides of(UserRows rows, UserHistories histories, boolean validation) {
    int from = rows.from(Part.LOG);
    MergedRows all = histories.merge(from, rows.to(Part.LOG));
    Cut test = Cut.of(histories.wanted(all), rows);
    if (test == null) {
      return Sides.tooShort(histories.history(all));
    }
    MergedRows before = histories.merge(from, test.at);
    Cut last = validation ? Cut.of(histories.wanted(before), rows) : test;
    History training =
        last == null ? History.EMPTY : histories.history(histories.merge(from, last.at));
    if (training.isEmpty()) {
      return Sides.tooShort(histories.history(all));
    }
    histories.cut(test.tied || last.tied);
    if (!validation) {
      return Sides.of(training, null, histories.heldOut(training, test.target));
    }
    return Sides.of(
        training,
        histories.heldOut(training, last.target),
        histories.heldOut(histories.history(before), test.target));
  }

  /**
   * @param target the item that was met last
   * @param at the place of its first row
   * @param tied whether another item was met at the same time
   */
  private record Cut(MergedRows target, int at, boolean tied) {
    /** Returns null if there is no item. */
    static Cut of(MergedRows wanted, UserRows rows) {
      int[] byFirst = wanted.byFirst();
      if (byFirst.length == 0) {
        return null;
      }
      int last = byFirst[byFirst.length - 1];
      int at = wanted.first(last);
      boolean tied =
          byFirst.length > 1 && rows.isTied(wanted.first(byFirst[byFirst.length - 2]), at);
      return new Cut(wanted.only(last), at, tied);
    }
  }
}
