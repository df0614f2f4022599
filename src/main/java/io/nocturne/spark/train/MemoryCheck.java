package io.nocturne.spark.train;

/** Checks that a JVM has the memory that a training needs. */
final class MemoryCheck {
  private static final double GIB = 1L << 30;

  /** The longest array that every JVM can allocate. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

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
   * Throws if a block with one row per user or item does not fit into one array.
   *
   * @param width the number of parameters each row has
   * @param of what the rows are of
   */
  static void array(String recipe, long rows, int width, String of) {
    long numbers = rows * width;
    if (numbers > LONGEST) {
      throw new InsufficientMemoryException(
          "Invalid number of parameters for %s: %,d (expected at most %,d, the longest array). Each of %,d %s has %,d of them: lower train.%s.code"
              .formatted(recipe, numbers, LONGEST, rows, of, width, recipe));
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
