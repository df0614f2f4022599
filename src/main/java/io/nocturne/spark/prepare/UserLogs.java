package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

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
    return new UserFacts(
        userId, rows.size(), rows.unknownRows(), histories.isCut(), histories.isTied());
  }

  /** The items in the parts that the user is known to have seen, ascending. */
  private int[] seen() {
    int[] seen = new int[rows.size()];
    int size = 0;
    for (Part part : PARTS) {
      for (int place = rows.from(part); part.isSeen() && place < rows.to(part); place++) {
        if (rows.item(place) >= 0) {
          seen[size++] = rows.item(place);
        }
      }
    }
    Arrays.sort(seen, 0, size);
    int distinct = 0;
    for (int k = 0; k < size; k++) {
      if (k == 0 || seen[k] != seen[k - 1]) {
        seen[distinct++] = seen[k];
      }
    }
    return Arrays.copyOf(seen, distinct);
  }
}
