package io.nocturne.model.metric;

import io.nocturne.config.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The registry of all metrics by name; messages name the closest valid metric. */
final class Metrics {
  private static final List<Entry> ALL =
      List.of(
          withCutoff("recall", Recall::new),
          withCutoff("recall-all", RecallOfAll::new),
          withCutoff("precision", Precision::new),
          withCutoff("ndcg", Ndcg::new),
          withCutoff("map", AveragePrecision::new),
          withCutoff("mrr", ReciprocalRank::new),
          withCutoff("hit-rate", HitRate::new),
          withCutoff("coverage", Coverage::new),
          withoutCutoff("rmse", Rmse::new),
          withoutCutoff("mae", Mae::new));

  /** The cut-off suggested in messages for a name without a readable one. */
  private static final int USUAL_CUTOFF = 20;

  private Metrics() {}

  /** A metric without its cut-off; {@code make} ignores the number where there is none. */
  private record Entry(String stem, boolean hasCutoff, IntFunction<Metric> make) {
    String name(int cutoff) {
      return hasCutoff ? Metrics.name(stem, cutoff) : stem;
    }
  }

  private static Entry withCutoff(String stem, IntFunction<Metric> make) {
    return new Entry(stem, true, make);
  }

  private static Entry withoutCutoff(String name, Supplier<Metric> make) {
    return new Entry(name, false, ignored -> make.get());
  }

  /** The names without cut-offs. */
  static List<String> stems() {
    return ALL.stream().map(Entry::stem).toList();
  }

  /**
   * A name such as {@code recall@20}.
   *
   * @throws IllegalArgumentException if the cut-off is below 1
   */
  static String name(String stem, int cutoff) {
    if (cutoff < 1) {
      throw new IllegalArgumentException("Invalid cut-off: " + cutoff + " (expected 1 or more)");
    }
    return stem + "@" + cutoff;
  }

  /**
   * The metric of a name such as {@code ndcg@100} or {@code rmse}.
   *
   * @throws IllegalArgumentException if the name or its cut-off is unknown; the message names the
   *     nearest right name
   */
  static Metric parse(String name) {
    int at = name.lastIndexOf('@');
    String stem = at < 0 ? name : name.substring(0, at);
    int cutoff = at < 0 ? -1 : cutoff(name.substring(at + 1));
    Optional<Entry> found = find(stem);
    if (found.isEmpty() || !found.get().hasCutoff() && at >= 0) {
      Entry nearest = found.or(() -> find(NearestName.of(stem, stems()))).orElseThrow();
      throw new IllegalArgumentException(
          "Unknown metric: %s; did you mean %s?"
              .formatted(name, nearest.name(cutoff > 0 ? cutoff : USUAL_CUTOFF)));
    }
    if (found.get().hasCutoff() && cutoff < 1) {
      throw new IllegalArgumentException(
          "Invalid cut-off: %s in metric %s (expected 1 or more); did you mean %s?"
              .formatted(
                  at < 0 ? "none" : name.substring(at + 1),
                  name,
                  found.get().name(cutoff == 0 ? 1 : USUAL_CUTOFF)));
    }
    return found.get().make().apply(cutoff);
  }

  private static Optional<Entry> find(String stem) {
    return ALL.stream().filter(entry -> entry.stem().equals(stem)).findFirst();
  }

  /** Digits only, so that one metric has one name ("+20" and "020" would be others); else -1. */
  private static int cutoff(String digits) {
    return digits.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(digits) : -1;
  }
}
