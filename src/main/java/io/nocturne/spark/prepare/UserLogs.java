package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * Collects the rows of a partition, with the columns user, part, item, time, rating, user_id,
 * unknown_item and order, into one {@link UserLog} per user. The item is null if the log does not
 * have it, and its id is then in unknown_item, which is null otherwise; an order may be null. Rows
 * come sorted by user, and in any order within; one user at a time is held in memory.
 */
final class UserLogs implements Iterator<UserLog> {
  private static final Part[] PARTS = Part.values();

  private final Iterator<Row> source;
  private final PrepareSettings settings;
  private final SplitSettings split;
  private final UserRows rows;
  private Row ahead;

  /**
   * @param itemKeys the {@link Draws#key} of each item's id, [items]
   */
  UserLogs(Iterator<Row> source, PrepareSettings settings, SplitSettings split, long[] itemKeys) {
    this.source = source;
    this.settings = settings;
    this.split = split;
    this.rows = new UserRows(new Draws(split.seed()), itemKeys);
    advance();
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public UserLog next() {
    if (ahead == null) {
      throw new NoSuchElementException();
    }
    int user = ahead.getInt(0);
    Object userId = ahead.get(5);
    rows.begin(userId);
    while (ahead != null && ahead.getInt(0) == user) {
      add(ahead);
      advance();
    }
    rows.sort();
    return log(userId);
  }

  private void advance() {
    ahead = source.hasNext() ? source.next() : null;
  }

  private void add(Row row) {
    Part part = PARTS[row.getInt(1)];
    long order = row.isNullAt(7) ? UserRows.NO_ORDER : row.getLong(7);
    if (row.isNullAt(2)) {
      rows.addUnknown(part, row.get(6), row.getLong(3), order, row.getDouble(4));
    } else {
      rows.add(part, row.getInt(2), row.getLong(3), order, row.getDouble(4));
    }
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
