package io.nocturne.spark.train;

/** Whether the driver has the memory that something needs. */
final class DriverMemory {
  private static final double GIB = 1L << 30;

  private DriverMemory() {}

  static void require(String recipe, int items, long bytes, String remedy) {
    check(recipe, items, bytes, Runtime.getRuntime().maxMemory(), remedy);
  }

  /** Refuses what would leave the JVM less than a tenth of its memory. */
  static void check(String recipe, int items, long needed, long available, String remedy) {
    if (needed > 0.9 * available) {
      throw new InsufficientMemoryException(
          "Not enough memory for %s over %,d items: it needs %.1f GiB on the driver and has %.1f. Raise --driver-memory, or %s"
              .formatted(recipe, items, needed / GIB, available / GIB, remedy));
    }
  }

  /** Refuses what would leave an executor less than a tenth of its memory. */
  static void checkExecutor(String recipe, int items, long needed, long available) {
    if (needed > 0.9 * available) {
      throw new InsufficientMemoryException(
          "Not enough memory for %s over %,d items: it needs %.1f GiB on an executor and has %.1f. Raise --executor-memory, or %s"
              .formatted(recipe, items, needed / GIB, available / GIB, RoundMemory.REMEDY));
    }
  }
}
