package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/** Makes one {@link UserLog} for each user of a range, in the order of their ids. */
final class UserLogs implements Iterator<UserLog> {
  private static final Part[] PARTS = Part.values();

  private final LoggedRows.ByUser logged;
  private final PrepareSettings settings;
  private final SplitSettings split;
  private final UserRows rows;
  private int next;

  /**
   * @param itemKeys the {@link Draws#key} of each item's id, [items]
   */
  UserLogs(
      LoggedRows.ByUser logged, PrepareSettings settings, SplitSettings split, long[] itemKeys) {
    this.logged = logged;
    this.settings = settings;
    this.split = split;
    this.rows = new UserRows(new Draws(split.seed()), itemKeys);
  }

  @Override
  public boolean hasNext() {
    return next < logged.users();
  }

  @Override
  public UserLog next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Object userId = logged.id(next);
    rows.begin(userId);
    logged.addTo(rows, next++);
    rows.sort();
    return log(userId);
  }

  private UserLog log(Object userId) {
    UserHistories histories = new UserHistories(rows, settings);
    if (split.kind() == SplitKind.GIVEN) {
      GivenParts given = new GivenParts(rows, histories, split.given());
      Sides sides = given.sides();
      return new UserLog(facts(userId, histories), seen(), given.known(), sides, given.foldsIn());
    }
    History known = histories.history(histories.merge(Part.LOG));
    Sides sides =
        switch (split.kind()) {
          case TEMPORAL -> LastDays.of(rows, histories, split);
          case LEAVE_LAST_OUT -> LastOut.of(rows, histories, split.validation());
          default -> Sides.whole(known);
        };
    return new UserLog(facts(userId, histories), seen(), known, sides, false);
  }

  private UserFacts facts(Object userId, UserHistories histories) {
    return new UserFacts(userId, rows.unknownRows(), histories.isCut(), histories.isTied());
  }

  /** The items in the parts that the user is known to have seen, ascending. */
  private int[] seen() {
    IntStream seen = IntStream.empty();
    for (Part part : PARTS) {
      if (part.isSeen()) {
        seen = IntStream.concat(seen, IntStream.range(rows.from(part), rows.to(part)));
      }
    }
    return seen.map(rows::item).filter(item -> item >= 0).sorted().distinct().toArray();
  }
}
