package io.nocturne.spark.prepare;

import io.nocturne.math.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/** Logs drawn from a seed; the first item is three times as popular as the last. */
public final class RandomLog {
  private static final long DAYS = 30;

  private RandomLog() {}

  /**
   * Lines of csv without a header: user, item, rating (1 to 5), timestamp.
   *
   * @param share how many of its items a user has, on average
   */
  public static List<String> lines(long seed, int users, int items, double share) {
    SplitMix64 random = new SplitMix64(seed);
    List<String> lines = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      for (int item = 0; item < items; item++) {
        double popularity = share * (1.5 - (double) item / (items - 1));
        if (random.nextDouble() < popularity) {
          long time = PrepareCase.FIRST_SECOND + (long) (random.nextDouble() * DAYS * 86_400);
          lines.add("u%d,i%d,%d,%d".formatted(user, item, 1 + random.nextInt(5), time));
        }
      }
    }
    return lines;
  }
}
