package io.nocturne.spark.train;

import io.nocturne.math.LongestArray;

/** Checks that a JVM has the memory that a training needs. */
final class MemoryCheck {
  private static final double GIB = 1L << 30;

  private MemoryCheck() {}

  /** Throws if the driver would have less than a tenth of its memory left. */
  static void driver(String recipe, int items, long needed, long available, String remedy) {
    check(recipe, items, needed, available, "the driver", "--driver-memory", remedy);
  }

  /** Throws if an executor would have less than a tenth of its memory left. */
  static void executor(String recipe, int items, long needed, long available, String remedy) {
    check(recipe, items, needed, available, "an executor", "--executor-memory", remedy);
  }

  /**
   * Throws if numbers for each user or item do not fit into one array.
   *
   * @param what the block, or whatever they are called
   * @param width how many numbers each row has
   * @param of what the rows belong to
   */
  static void array(String recipe, String what, long rows, int width, String of) {
    long numbers = rows * width;
    if (numbers > LongestArray.LENGTH) {
      throw new InsufficientMemoryException(
          "Invalid size of %s for %s: %,d %s x %,d are %,d numbers (expected at most %,d, the longest array). Lower train.%s.code"
              .formatted(what, recipe, rows, of, width, numbers, LongestArray.LENGTH, recipe));
    }
  }

  private static void check(
      String recipe,
      int items,
      long needed,
      long available,
      String where,
      String option,
      String remedy) {
    if (needed > 0.9 * available) {
      throw new InsufficientMemoryException(
          "Not enough memory for %s over %,d items: it needs %.1f GiB on %s and has %.1f. Raise %s, or %s"
              .formatted(recipe, items, needed / GIB, where, available / GIB, option, remedy));
    }
  }
}
