package io.nocturne.spark.train;

/** Whether a JVM has the memory that something needs. */
final class MemoryCheck {
  private static final double GIB = 1L << 30;

  private MemoryCheck() {}

  /** Refuses what would leave the driver less than a tenth of its memory. */
  static void driver(String recipe, int items, long needed, long available, String remedy) {
    check(recipe, items, needed, available, "the driver", "--driver-memory", remedy);
  }

  /** Likewise for an executor. */
  static void executor(String recipe, int items, long needed, long available, String remedy) {
    check(recipe, items, needed, available, "an executor", "--executor-memory", remedy);
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
