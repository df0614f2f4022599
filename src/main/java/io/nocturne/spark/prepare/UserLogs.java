package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/**
 * Gathers the rows of a partition, with the columns user, part, item, time, rating and user_id,
 * into one {@link UserLog} a user. They come sorted by user, part, item, time and rating, so a
 * user's rows, and the repeated rows about one item, stand together; one user at a time is held in
 * memory.
 */
final class UserLogs implements Iterator<UserLog> {
  private final Iterator<Row> rows;
  private final PrepareSettings settings;
  private Row ahead;

  UserLogs(Iterator<Row> rows, PrepareSettings settings) {
    this.rows = rows;
    this.settings = settings;
    this.ahead = rows.hasNext() ? rows.next() : null;
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
    List<List<Interaction>> parts = new ArrayList<>();
    for (int part = 0; part < Part.values().length; part++) {
      parts.add(new ArrayList<>());
    }
    boolean[] named = new boolean[parts.size()];
    int unknown = 0;
    while (ahead != null && ahead.getInt(0) == user) {
      named[ahead.getInt(1)] = true;
      if (ahead.isNullAt(2)) {
        unknown++;
        advance();
      } else {
        parts.get(ahead.getInt(1)).add(nextInteraction(user));
      }
    }
    History[] histories = parts.stream().map(this::history).toArray(History[]::new);
    return new UserLog(userId, user, seen(parts), histories, named, unknown);
  }

  private record Interaction(int item, double rating, long time) {}

  /** Merges the rows about one item. */
  private Interaction nextInteraction(int user) {
    int part = ahead.getInt(1);
    int item = ahead.getInt(2);
    List<Double> ratings = new ArrayList<>(1);
    long time = 0;
    while (ahead != null
        && ahead.getInt(0) == user
        && ahead.getInt(1) == part
        && !ahead.isNullAt(2)
        && ahead.getInt(2) == item) {
      ratings.add(ahead.getDouble(4));
      time = ahead.getLong(3); // sorted: the last one is the newest
      advance();
    }
    return new Interaction(item, settings.duplicates().merge(ratings), time);
  }

  private void advance() {
    ahead = rows.hasNext() ? rows.next() : null;
  }

  private History history(List<Interaction> merged) {
    List<Interaction> kept = new ArrayList<>(merged);
    kept.removeIf(i -> i.rating < settings.minRating());
    kept.sort(Comparator.comparingLong(Interaction::time).thenComparingInt(Interaction::item));
    int size = kept.size();
    int[] items = new int[size];
    float[] weights = new float[size];
    long[] times = new long[size];
    for (int k = 0; k < size; k++) {
      items[k] = kept.get(k).item;
      weights[k] = settings.binary() ? 1f : finite(kept.get(k).rating);
      times[k] = kept.get(k).time;
    }
    History whole = new History(items, weights, times);
    return settings.maxHistory() > 0 ? whole.newest(settings.maxHistory()) : whole;
  }

  /** Good ratings are floats, and a sum of them may be none. */
  private static float finite(double rating) {
    return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, rating));
  }

  private static int[] seen(List<List<Interaction>> parts) {
    return Arrays.stream(Part.values())
        .filter(Part::isSeen)
        .flatMap(part -> parts.get(part.ordinal()).stream())
        .mapToInt(Interaction::item)
        .sorted()
        .distinct()
        .toArray();
  }
}
