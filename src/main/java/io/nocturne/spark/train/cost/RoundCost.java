package io.nocturne.spark.train.cost;

/**
 * The seconds of a round.
 *
 * @param compute of the worker that has most to do, times the waves
 * @param broadcast of the state on its way to the executors
 * @param shuffle of the states on their way back
 * @param overhead of Spark
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
