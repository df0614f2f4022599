package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.util.Arrays;

/** Makes the histories of one user, and remembers whether one had to be cut. */
final class UserHistories {
  private final UserRows rows;
  private final PrepareSettings settings;
  private boolean cut;
  private boolean tied;

  /**
   * @param rows the user's rows, sorted
   */
  UserHistories(UserRows rows, PrepareSettings settings) {
    this.rows = rows;
    this.settings = settings;
  }

  /** Returns the rows of a part, merged. */
  MergedRows merge(Part part) {
    return merge(rows.from(part), rows.to(part));
  }

  /** Returns the rows of the places {@code from} to {@code to - 1}, merged. */
  MergedRows merge(int from, int to) {
    return MergedRows.of(rows, from, to, settings.duplicates());
  }

  /** Returns the merged rows that pass the threshold for ratings. */
  MergedRows wanted(MergedRows merged) {
    return merged.atLeast(settings.minRating());
  }

  /** Returns the history of these rows: thresholded, and cut to the greatest length. */
  History history(MergedRows merged) {
    MergedRows wanted = wanted(merged).ofTheLog();
    int[] byTime = wanted.byLast();
    int from = settings.maxHistory() > 0 ? Math.max(0, byTime.length - settings.maxHistory()) : 0;
    if (from > 0) {
      cut(rows.isTied(wanted.last(byTime[from - 1]), wanted.last(byTime[from])));
    }
    return wanted.history(Arrays.copyOfRange(byTime, from, byTime.length), settings.binary());
  }

  /**
   * Returns the held-out data of these rows.
   *
   * @param foldIn what the model is given
   * @param side rows after a cut, or of a file of held-out interactions
   * @param met items that the user had met before, which are not targets
   */
  HeldOut heldOut(History foldIn, MergedRows side, MergedRows... met) {
    MergedRows wanted = wanted(side);
    MergedRows fresh = wanted;
    for (MergedRows before : met) {
      fresh = fresh.without(before);
    }
    MergedRows targets = fresh.ofTheLog();
    MergedRows unknown = fresh.unknown();
    return new HeldOut(
        foldIn,
        targets.history(targets.byLast(), settings.binary()),
        unknown.weights(unknown.byLast(), settings.binary()),
        wanted.size() - fresh.size());
  }

  /**
   * Remembers a cut.
   *
   * @param atEqualTimes whether nothing but the hash said on which side an interaction came
   */
  void cut(boolean atEqualTimes) {
    cut = true;
    tied |= atEqualTimes;
  }

  /** Whether a history was cut at a place that follows from the order of the rows. */
  boolean isCut() {
    return cut;
  }

  /** Whether such a cut went between rows of equal times. */
  boolean isTied() {
    return tied;
  }
}
