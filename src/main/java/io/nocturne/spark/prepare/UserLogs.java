package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.sql.Row;

/**
 * Gathers the rows of a partition, with the columns user, part, item, time, rating, user_id and
 * unknown_item, into one {@link UserLog} a user. An item that the log does not have is null, and
 * its id then stands in unknown_item, which is null otherwise. Rows come sorted by user, part,
 * item, unknown_item, time and rating, so a user's rows, and the repeated rows about one item,
 * stand together; one user at a time is held in memory.
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
      int part = ahead.getInt(1);
      named[part] = true;
      Interaction interaction = nextInteraction();
      parts.get(part).add(interaction);
      unknown += interaction.isKnown() ? 0 : interaction.rows;
    }
    float[][] unknownWeights = parts.stream().map(this::unknownWeights).toArray(float[][]::new);
    parts.forEach(part -> part.removeIf(interaction -> !interaction.isKnown()));
    History[] histories = parts.stream().map(this::history).toArray(History[]::new);
    return new UserLog(userId, user, seen(parts), histories, named, unknown, unknownWeights);
  }

  /** What {@code rows} rows about one item have become; the item is -1 where it is unknown. */
  private record Interaction(int item, double rating, long time, int rows) {
    boolean isKnown() {
      return item >= 0;
    }
  }

  /** Merges the rows about one item. */
  private Interaction nextInteraction() {
    Row first = ahead;
    List<Double> ratings = new ArrayList<>(1);
    long time = 0;
    while (ahead != null && isAlike(first, ahead)) {
      ratings.add(ahead.getDouble(4));
      time = ahead.getLong(3); // sorted: the last one is the newest
      advance();
    }
    int item = first.isNullAt(2) ? -1 : first.getInt(2);
    return new Interaction(item, settings.duplicates().merge(ratings), time, ratings.size());
  }

  /** Whether two rows are about one item, of one part of one user. */
  private static boolean isAlike(Row a, Row b) {
    return a.getInt(0) == b.getInt(0)
        && a.getInt(1) == b.getInt(1)
        && Objects.equals(a.get(2), b.get(2))
        && Objects.equals(a.get(6), b.get(6));
  }

  private void advance() {
    ahead = rows.hasNext() ? rows.next() : null;
  }

  private float[] unknownWeights(List<Interaction> merged) {
    List<Interaction> kept =
        merged.stream()
            .filter(interaction -> !interaction.isKnown())
            .filter(interaction -> interaction.rating >= settings.minRating())
            .toList();
    float[] weights = new float[kept.size()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = weight(kept.get(k));
    }
    return weights;
  }

  private float weight(Interaction interaction) {
    return settings.binary() ? 1f : finite(interaction.rating);
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
      weights[k] = weight(kept.get(k));
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
