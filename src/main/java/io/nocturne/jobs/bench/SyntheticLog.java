package io.nocturne.jobs.bench;

import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import java.io.Serializable;

/**
 * An interaction log of any size for benchmarks: csv with user, item, rating and timestamp. Items
 * follow Zipf's law with exponent 1; of 1,000 users, the most active one has some four times as
 * many rows as most. The same rows for the same size.
 *
 * @param rows 1 or more
 */
public record SyntheticLog(long rows) implements Serializable {
  /** The first line of each part. */
  private static final String HEADER = "user,item,rating,timestamp\n";

  private static final int ROWS_PER_PART = 250_000;
  private static final int ROWS_PER_USER = 40;
  private static final int FEWEST_USERS = 1000;
  private static final int MOST_USERS = 1_000_000;
  private static final int ROWS_PER_ITEM = 50;
  private static final int FEWEST_ITEMS = 100;
  private static final int MOST_ITEMS = 20_000;
  private static final double SKEW = 1.25;
  private static final int RATINGS = 5;

  /** The seconds of 1 January 2025, and those of the 600 days from then on. */
  private static final long FIRST = 1_735_689_600L;

  private static final int SECONDS = 600 * 86_400;

  /** The number of users: one for 40 rows, but 1,000 to 1 million. */
  public int users() {
    return (int) Math.max(FEWEST_USERS, Math.min(MOST_USERS, rows / ROWS_PER_USER));
  }

  /** The number of items: one for 50 rows, but 100 to 20,000. */
  public int items() {
    return (int) Math.max(FEWEST_ITEMS, Math.min(MOST_ITEMS, rows / ROWS_PER_ITEM));
  }

  /** The number of files. */
  public int parts() {
    return Math.toIntExact((rows + ROWS_PER_PART - 1) / ROWS_PER_PART);
  }

  /** The text of a file. */
  public String part(int part) {
    SplitMix64 random = new SplitMix64(Seeds.derive(1, part));
    long count = Math.min(ROWS_PER_PART, rows - (long) part * ROWS_PER_PART);
    StringBuilder text = new StringBuilder(HEADER);
    for (long row = 0; row < count; row++) {
      text.append((int) (users() * StrictMath.pow(random.nextDouble(), SKEW))).append(',');
      text.append((int) StrictMath.pow(items() + 1.0, random.nextDouble())).append(',');
      text.append(1 + (int) (RATINGS * random.nextDouble())).append(',');
      text.append(FIRST + (long) (SECONDS * random.nextDouble())).append('\n');
    }
    return text.toString();
  }
}
