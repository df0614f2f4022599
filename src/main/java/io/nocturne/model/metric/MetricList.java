package io.nocturne.model.metric;

import io.nocturne.config.NearestName;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The metrics asked for, sorted into the kinds that are gathered differently: per user ({@link
 * RankingMetric}), over all held-out ratings ({@link RatingMetric}) and over all lists ({@link
 * Coverage}).
 */
public final class MetricList implements Serializable {

  private static final long serialVersionUID = 1L;

  private final List<RankingMetric> ranking = new ArrayList<>();
  private final List<String> coverage = new ArrayList<>();
  private final List<RatingMetric> rating = new ArrayList<>();
  private final RatingScale scale;

  private MetricList(RatingScale scale) {
    this.scale = scale;
  }

  /**
   * Reads names such as {@code recall@20, ndcg@100, coverage@20, rmse}; the order is kept. Those of
   * ratings need a scale too: {@link #onScale}.
   *
   * @throws IllegalArgumentException if there are none, one is unknown (the message names the
   *     nearest right name), its cut-off is not 1 or more, or one is there twice
   */
  public static MetricList parse(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("Invalid metrics: none (expected 1 or more)");
    }
    List<String> stems =
        Stream.concat(RankingMetric.stems().stream(), Stream.of(Coverage.STEM)).toList();
    MetricList list = new MetricList(null);
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("Invalid metrics: " + name + " twice (expected once)");
      }
      list.add(name, stems);
    }
    return list;
  }

  private void add(String name, List<String> stems) {
    Optional<RatingMetric> ofRatings = RatingMetric.find(name);
    if (ofRatings.isPresent()) {
      rating.add(ofRatings.get());
      return;
    }
    refuseAlmostRating(name, stems);
    if (MetricName.parse(name, stems).stem().equals(Coverage.STEM)) {
      coverage.add(name);
    } else {
      ranking.add(RankingMetric.parse(name));
    }
  }

  /** A name such as {@code rmse@20}: those of ratings have no cut-off. */
  private static void refuseAlmostRating(String name, List<String> stems) {
    String stem = name.split("@", 2)[0];
    List<String> all = Stream.concat(stems.stream(), RatingMetric.labels().stream()).toList();
    String nearest = NearestName.of(stem, all);
    if (!stems.contains(stem) && RatingMetric.find(nearest).isPresent()) {
      throw new IllegalArgumentException(
          "Unknown metric: " + name + " (nearest right name: " + nearest + ")");
    }
  }

  /** The same metrics, those of ratings by this scale. */
  public MetricList onScale(RatingScale ofRatings) {
    MetricList list = new MetricList(ofRatings);
    list.ranking.addAll(ranking);
    list.coverage.addAll(coverage);
    list.rating.addAll(rating);
    return list;
  }

  /** Those that look at lists, of which there may be none: of a model that predicts no ratings. */
  public MetricList withoutRatings() {
    MetricList list = new MetricList(null);
    list.ranking.addAll(ranking);
    list.coverage.addAll(coverage);
    return list;
  }

  /** Whether any metric looks at lists. */
  public boolean hasLists() {
    return !ranking.isEmpty() || !coverage.isEmpty();
  }

  /** Whether any metric looks at predicted ratings. */
  public boolean hasRatings() {
    return !rating.isEmpty();
  }

  /** The metrics over all held-out ratings. */
  public List<RatingMetric> rating() {
    return List.copyOf(rating);
  }

  /**
   * What adds up a user's errors, for {@link #rating} in its order.
   *
   * @throws IllegalStateException if there is no scale
   */
  public RatingErrors errors() {
    if (scale == null) {
      throw new IllegalStateException("No rating scale for " + rating + " (expected onScale)");
    }
    return new RatingErrors(rating, scale);
  }

  /** The metrics that each user has a value of. */
  public List<RankingMetric> ranking() {
    return List.copyOf(ranking);
  }

  /** One empty accumulator for each coverage asked for, over a catalogue of that many items. */
  public List<Coverage> coverage(int items) {
    return coverage.stream().map(name -> Coverage.parse(name, items)).toList();
  }

  /** The longest list that any of the metrics looks at; 0 where none looks at lists. */
  public int deepestCutoff() {
    return Stream.concat(
            ranking.stream().map(RankingMetric::cutoff), coverage(1).stream().map(Coverage::cutoff))
        .mapToInt(Integer::intValue)
        .max()
        .orElse(0);
  }
}
