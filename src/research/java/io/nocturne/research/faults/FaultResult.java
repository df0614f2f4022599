package io.nocturne.research.faults;

import java.util.List;

/**
 * The result of a case.
 *
 * @param seconds from the start of the first process to the end of the last
 * @param trainingSeconds of all rounds; 0 if the training failed
 * @param repeated number of rounds repeated after the driver was killed; -1 if it was not killed
 * @param leftovers what the processes left behind
 * @param outcome equal for equal bytes
 * @param problem what went wrong; empty if nothing
 */
record FaultResult(
    FaultCase faultCase,
    double seconds,
    double trainingSeconds,
    int rounds,
    FaultEvents events,
    int repeated,
    List<String> leftovers,
    String outcome,
    String problem) {
  /** The header of the table of results. */
  static final String HEAD =
      """
      | case | seconds | rounds | executors | lost | failed attempts | stage retries | speculative | rounds repeated | left behind | same bytes |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |""";

  boolean isGood(String expected) {
    return problem.isEmpty() && leftovers.isEmpty() && repeated <= 1 && outcome.equals(expected);
  }

  /** A row of the table. */
  String row(String expected) {
    return "| %s | %.0f | %d | %d | %d | %d | %d | %d | %s | %s | %s%s |"
        .formatted(
            faultCase.name(),
            seconds,
            rounds,
            events.executors(),
            events.lost(),
            events.failed(),
            events.retriedStages(),
            events.speculative(),
            repeated < 0 ? "" : Integer.toString(repeated),
            leftovers.isEmpty() ? "nothing" : String.join(", ", leftovers),
            outcome.equals(expected) ? "yes" : "NO",
            problem.isEmpty() ? "" : " (" + problem.replace("\n", " / ") + ")");
  }
}
