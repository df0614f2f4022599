package io.nocturne.spark.train.cost;

/**
 * The predicted seconds of a round.
 *
 * @param compute the slowest worker, times the waves
 * @param broadcast sending the state to the executors
 * @param shuffle sending the states back
 * @param overhead Spark's scheduling
 */
public record RoundCost(double compute, double broadcast, double shuffle, double overhead) {
  public double total() {
    return compute + broadcast + shuffle + overhead;
  }

  @Override
  public String toString() {
    return "compute %s, broadcast %s, shuffle %s, overhead %s"
        .formatted(shown(compute), shown(broadcast), shown(shuffle), shown(overhead));
  }

  private static String shown(double seconds) {
    return (seconds < 0.095 ? "%.2f s" : "%.1f s").formatted(seconds);
  }
}
