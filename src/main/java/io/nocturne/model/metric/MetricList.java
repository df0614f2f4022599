package io.nocturne.model.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The metrics asked for, in the order of their rows in tables: as they were asked for, but those of
 * ratings after the others, and those without an interval at the end.
 */
public final class MetricList implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Comparator<Metric> ORDER =
      Comparator.<Metric, Boolean>comparing(metric -> metric.ratio().isEmpty())
          .thenComparing(Metric::needsRatings);

  // an ArrayList: Spark's Kryo cannot read the immutable lists of java.util
  private final ArrayList<Metric> metrics;

  private MetricList(List<? extends Metric> metrics) {
    this.metrics = new ArrayList<>(metrics);
    this.metrics.sort(ORDER);
  }

  /**
   * A list of metrics.
   *
   * @throws IllegalArgumentException if there are none, or one is there twice
   */
  public static MetricList of(List<? extends Metric> metrics) {
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("Invalid metrics: none (expected 1 or more)");
    }
    Set<String> seen = new HashSet<>();
    for (Metric metric : metrics) {
      if (!seen.add(metric.name())) {
        throw new IllegalArgumentException(
            "Invalid metrics: " + metric.name() + " twice (expected once)");
      }
    }
    return new MetricList(metrics);
  }

  /**
   * Reads names such as {@code recall@20, ndcg@100, coverage@20, rmse}.
   *
   * @throws IllegalArgumentException if there are none, one is unknown (the message names the
   *     nearest right name), its cut-off is not 1 or more, or one is there twice
   */
  public static MetricList parse(List<String> names) {
    return of(names.stream().map(Metrics::parse).toList());
  }

  /** The metrics, in the order of their rows. */
  public List<Metric> all() {
    return List.copyOf(metrics);
  }

  /** The metric of that name; empty where it is not asked for. */
  public Optional<Metric> find(String name) {
    return metrics.stream().filter(metric -> metric.name().equals(name)).findFirst();
  }

  /** The metrics that need no ratings, possibly none, for a model that predicts no ratings. */
  public MetricList withoutRatings() {
    return new MetricList(metrics.stream().filter(metric -> !metric.needsRatings()).toList());
  }

  /** Whether there is no metric. */
  public boolean isEmpty() {
    return metrics.isEmpty();
  }

  /** Whether any metric looks at lists. */
  public boolean hasLists() {
    return deepestCutoff() > 0;
  }

  /** The first metric that looks at predicted ratings; empty where none does. */
  public Optional<Metric> firstOfRatings() {
    return metrics.stream().filter(Metric::needsRatings).findFirst();
  }

  /** Whether any metric looks at predicted ratings. */
  public boolean hasRatings() {
    return firstOfRatings().isPresent();
  }

  /** The longest list that any of the metrics looks at; 0 where none looks at lists. */
  public int deepestCutoff() {
    return metrics.stream().mapToInt(Metric::cutoff).max().orElse(0);
  }
}
