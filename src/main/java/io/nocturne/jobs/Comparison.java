package io.nocturne.jobs;

import io.nocturne.model.metric.Metric;
import io.nocturne.model.metric.MetricList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * Reports in one sentence if a model is not worth its training: its metric lies within popularity's
 * interval or is worse, or a baseline is better.
 */
final class Comparison {
  private static final String POPULARITY = "popularity";

  private final Metric metric;

  /** A comparison by one metric. */
  Comparison(Metric metric) {
    this.metric = metric;
  }

  /** A comparison by the metric of the gate, else by the first one with an interval, if any. */
  static Optional<Comparison> of(Optional<Metric> gateMetric, MetricList metrics) {
    return gateMetric
        .or(() -> metrics.all().stream().filter(m -> m.ratio().isPresent()).findFirst())
        .map(Comparison::new);
  }

  /**
   * The sentence; empty if the model is clearly better than popularity and no worse than any
   * baseline.
   *
   * @param rows of the table metrics: model, metric, value, lower, upper
   */
  Optional<String> sentence(String model, List<Row> rows) {
    List<Row> measured =
        rows.stream().filter(row -> row.getString(1).equals(metric.name())).toList();
    Optional<Row> own = named(model, measured);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    double value = own.get().getDouble(2);
    Optional<Row> popular =
        named(POPULARITY, measured)
            .filter(row -> !model.equals(POPULARITY) && isNoBetter(value, row));
    Optional<Row> better =
        measured.stream()
            .filter(row -> !row.getString(0).equals(POPULARITY))
            .filter(row -> metric.isWorse(value, row.getDouble(2)))
            .reduce((a, b) -> metric.isWorse(a.getDouble(2), b.getDouble(2)) ? b : a);
    List<String> parts = new ArrayList<>();
    popular.ifPresent(row -> parts.add(comparedWithPopularity(value, row)));
    better.ifPresent(row -> parts.add(comparedWith(value, row)));
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String remedy =
        better
            .map(row -> "consider train.recipe=" + row.getString(0))
            .orElse(
                "train longer (train.epochs, train.patience), or consider another train.recipe");
    return Optional.of(
        "%s's %s %.4f %s: %s"
            .formatted(model, metric.name(), value, String.join(", and ", parts), remedy));
  }

  private static Optional<Row> named(String model, List<Row> rows) {
    return rows.stream().filter(row -> row.getString(0).equals(model)).findFirst();
  }

  /** Whether a value is within popularity's interval or worse. */
  private boolean isNoBetter(double value, Row popularity) {
    int end = metric.lowerIsBetter() ? 3 : 4;
    double limit = popularity.isNullAt(end) ? popularity.getDouble(2) : popularity.getDouble(end);
    return value == limit || metric.isWorse(value, limit);
  }

  private String comparedWithPopularity(double value, Row row) {
    boolean within = !row.isNullAt(3) && value >= row.getDouble(3) && value <= row.getDouble(4);
    return within
        ? "is within the 95 %% interval of popularity's %.4f [%.4f, %.4f]"
            .formatted(row.getDouble(2), row.getDouble(3), row.getDouble(4))
        : comparedWith(value, row);
  }

  private String comparedWith(double value, Row row) {
    double other = row.getDouble(2);
    return "is %s %s's %.4f (%.1f %% %s)"
        .formatted(
            metric.lowerIsBetter() ? "above" : "below",
            row.getString(0),
            other,
            100 * Math.abs(value - other) / other,
            metric.lowerIsBetter() ? "higher" : "lower");
  }
}
