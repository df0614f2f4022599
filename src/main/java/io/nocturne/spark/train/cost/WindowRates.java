package io.nocturne.spark.train.cost;

import java.util.ArrayList;
import java.util.List;

/** Speeds in successive windows of time: the latest median, and whether it still rises. */
final class WindowRates {
  private static final int TOGETHER = 5;
  private static final double STEADY = 1.1;

  private final List<Double> rates = new ArrayList<>();

  void add(double rate) {
    rates.add(rate);
  }

  /** The median of the last five windows, or of all if there are fewer. */
  double latest() {
    return median(rates.size());
  }

  /** Whether the last five windows are at most a tenth faster than the five before. */
  boolean isSteady() {
    return rates.size() >= 2 * TOGETHER && latest() <= STEADY * median(rates.size() - TOGETHER);
  }

  private double median(int end) {
    List<Double> last = rates.subList(Math.max(0, end - TOGETHER), end).stream().sorted().toList();
    return last.get(last.size() / 2);
  }
}
