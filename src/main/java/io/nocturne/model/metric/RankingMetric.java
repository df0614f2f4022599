package io.nocturne.model.metric;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A metric of one user's ranked list, such as {@code recall@20}. The names are {@code recall},
 * {@code recall-all}, {@code precision}, {@code ndcg}, {@code map}, {@code mrr} and {@code
 * hit-rate}, each with a cut-off; their definitions and sources stand in {@link Definition}.
 */
public final class RankingMetric implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Definition definition;
  private final int cutoff;

  private RankingMetric(Definition definition, int cutoff) {
    this.definition = definition;
    this.cutoff = cutoff;
  }

  /**
   * Reads a name such as {@code ndcg@100}.
   *
   * @throws IllegalArgumentException if the name or its cut-off is unknown; the message names the
   *     nearest right name
   */
  public static RankingMetric parse(String name) {
    List<String> stems = stems();
    MetricName parsed = MetricName.parse(name, stems);
    return new RankingMetric(Definition.values()[stems.indexOf(parsed.stem())], parsed.cutoff());
  }

  /** The names without cut-offs, in the order of their definitions. */
  static List<String> stems() {
    return Arrays.stream(Definition.values()).map(Definition::stem).toList();
  }

  /** The name as it was parsed, such as {@code ndcg@100}. */
  public String name() {
    return definition.stem() + "@" + cutoff;
  }

  /** How many items from the top of the list count, 1 or more. */
  public int cutoff() {
    return cutoff;
  }

  /**
   * The metric of one user.
   *
   * @param ranked item indices, best first, each once; items the user has seen already masked away
   * @param length how many entries of {@code ranked} are the list; may be below the cut-off or 0
   * @param sortedTargets the held-out item indices, ascending, each once, at least one
   * @return a value between 0 and 1
   * @throws IllegalArgumentException if there are no targets: such users are left out and counted
   */
  public double of(int[] ranked, int length, int[] sortedTargets) {
    if (sortedTargets.length == 0) {
      throw new IllegalArgumentException("Invalid number of targets: 0 (expected 1 or more)");
    }
    return definition.of(ranked, Math.min(length, cutoff), sortedTargets, cutoff);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RankingMetric that && name().equals(that.name());
  }

  @Override
  public int hashCode() {
    return name().hashCode();
  }

  @Override
  public String toString() {
    return name();
  }
}
