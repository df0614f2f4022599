package io.nocturne.model.metric;

import io.nocturne.config.NearestName;
import java.util.List;

/** Reads {@code stem@k}; a refusal names what should have been written. */
final class MetricName {

  /** What a name without a readable cut-off most likely meant; only ever shown in a message. */
  private static final int USUAL_CUTOFF = 20;

  private final String stem;
  private final int cutoff;

  private MetricName(String stem, int cutoff) {
    this.stem = stem;
    this.cutoff = cutoff;
  }

  /**
   * Splits a name at its last {@code @} and checks both halves.
   *
   * @param name such as {@code recall@20}
   * @param stems the stems that are known here
   * @throws IllegalArgumentException if the stem is not known or the cut-off not 1 or more
   */
  static MetricName parse(String name, List<String> stems) {
    int at = name.lastIndexOf('@');
    String stem = at < 0 ? name : name.substring(0, at);
    int cutoff = at < 0 ? -1 : cutoff(name.substring(at + 1));
    if (!stems.contains(stem)) {
      String right = NearestName.of(stem, stems) + "@" + (cutoff > 0 ? cutoff : USUAL_CUTOFF);
      throw new IllegalArgumentException(
          "Unknown metric: " + name + " (nearest right name: " + right + ")");
    }
    if (cutoff < 1) {
      String right = stem + "@" + (cutoff == 0 ? 1 : USUAL_CUTOFF);
      String written = at < 0 ? "none" : name.substring(at + 1);
      throw new IllegalArgumentException(
          "Invalid cut-off: "
              + written
              + " in metric "
              + name
              + " (expected 1 or more; nearest right name: "
              + right
              + ")");
    }
    return new MetricName(stem, cutoff);
  }

  String stem() {
    return stem;
  }

  int cutoff() {
    return cutoff;
  }

  /** Digits only, so that one metric has one name ("+20" and "020" would be others); else -1. */
  private static int cutoff(String digits) {
    return digits.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(digits) : -1;
  }
}
