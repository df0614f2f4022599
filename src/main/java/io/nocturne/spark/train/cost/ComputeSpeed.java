package io.nocturne.spark.train.cost;

/**
 * How fast an executor computes with all its threads.
 *
 * @param gigaflops 1e9 floating-point operations a second in matrix products
 * @param gigabytes 1e9 bytes a second between memory and caches in the optimizer
 */
record ComputeSpeed(double gigaflops, double gigabytes) {
  /** Returns the seconds that work takes. */
  double seconds(double operations, double bytes) {
    return operations / (1e9 * gigaflops) + bytes / (1e9 * gigabytes);
  }
}
