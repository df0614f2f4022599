package io.nocturne.research.faults;

import java.util.List;

/**
 * How a case ended.
 *
 * @param seconds of its processes, from start to end
 * @param trainingSeconds of its rounds; 0 if it did not end well
 * @param repeated how many rounds were run again after the driver was killed; -1 where it was not
 * @param left what was left behind
 * @param outcome the same for the same bytes
 * @param problem what was not as it should be; empty for nothing
 */
record FaultResult(
    FaultCase what,
    double seconds,
    double trainingSeconds,
    int rounds,
    FaultEvents events,
    int repeated,
    List<String> left,
    String outcome,
    String problem) {
  /** The head of a table of results. */
  static final String HEAD =
      """
      | case | seconds | rounds | executors | lost | attempts failed | stages again | speculative | rounds repeated | left behind | same bytes |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |""";

  boolean isGood(String expected) {
    return problem.isEmpty() && left.isEmpty() && repeated <= 1 && outcome.equals(expected);
  }

  /** A line of the table. */
  String row(String expected) {
    return "| %s | %.0f | %d | %d | %d | %d | %d | %d | %s | %s | %s%s |"
        .formatted(
            what.name(),
            seconds,
            rounds,
            events.executors(),
            events.lost(),
            events.failed(),
            events.again(),
            events.speculative(),
            repeated < 0 ? "" : Integer.toString(repeated),
            left.isEmpty() ? "nothing" : String.join(", ", left),
            outcome.equals(expected) ? "yes" : "NO",
            problem.isEmpty() ? "" : " (" + problem.replace("\n", " / ") + ")");
  }
}
