package io.nocturne.model.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The metrics asked for, sorted into the kinds that are gathered differently: per user ({@link
 * RankingMetric}) and over all lists ({@link Coverage}).
 */
public final class MetricList implements Serializable {

  private static final long serialVersionUID = 1L;

  private final List<RankingMetric> ranking = new ArrayList<>();
  private final List<String> coverage = new ArrayList<>();

  private MetricList() {}

  /**
   * Reads names such as {@code recall@20, ndcg@100, coverage@20}; the order is kept.
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
    MetricList list = new MetricList();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("Invalid metrics: " + name + " twice (expected once)");
      }
      if (MetricName.parse(name, stems).stem().equals(Coverage.STEM)) {
        list.coverage.add(name);
      } else {
        list.ranking.add(RankingMetric.parse(name));
      }
    }
    return list;
  }

  /** The metrics that each user has a value of. */
  public List<RankingMetric> ranking() {
    return List.copyOf(ranking);
  }

  /** One empty accumulator for each coverage asked for, over a catalogue of that many items. */
  public List<Coverage> coverage(int items) {
    return coverage.stream().map(name -> Coverage.parse(name, items)).toList();
  }

  /** The longest list that any of the metrics looks at. */
  public int deepestCutoff() {
    return Stream.concat(
            ranking.stream().map(RankingMetric::cutoff), coverage(1).stream().map(Coverage::cutoff))
        .mapToInt(Integer::intValue)
        .max()
        .orElseThrow();
  }
}
