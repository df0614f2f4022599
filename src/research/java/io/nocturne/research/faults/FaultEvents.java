package io.nocturne.research.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.spark.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The failures in Spark's event logs.
 *
 * @param applications identifiers of the applications
 * @param executors number of executors added
 * @param lost number of executors lost while running tasks
 * @param failed task attempts that failed, alone or with their executor
 * @param retriedStages stage attempts after the first
 * @param speculative speculative task attempts
 */
record FaultEvents(
    List<String> applications,
    int executors,
    int lost,
    int failed,
    int retriedStages,
    int speculative) {

  /** The events of all application logs in the folder. */
  static FaultEvents of(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> logs =
          files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
      Counts counts = new Counts();
      for (Path log : logs) {
        try (Stream<String> lines = Files.lines(log)) {
          lines.forEach(line -> counts.take(log, line));
        }
      }
      List<String> names = logs.stream().map(FaultEvents::application).toList();
      return new FaultEvents(
          names,
          counts.executors,
          counts.lost.size(),
          counts.failed,
          counts.retriedStages,
          counts.speculative);
    }
  }

  private static String application(Path log) {
    return log.getFileName().toString().replace(".inprogress", "");
  }

  private static final class Counts {
    private static final Set<String> NO_FAILURES = Set.of("Success", "TaskKilled", "Resubmitted");
    private final Set<String> lost = new HashSet<>();
    private int executors;
    private int failed;
    private int retriedStages;
    private int speculative;

    /** Skips incomplete lines, which a killed driver leaves. */
    private void take(Path log, String line) {
      if (!line.endsWith("}")) {
        return;
      }
      if (line.contains("\"SparkListenerTaskEnd\"")) {
        JsonNode event = Json.parse(line);
        JsonNode task = event.path("Task Info");
        String reason = event.path("Task End Reason").path("Reason").asText();
        failed += NO_FAILURES.contains(reason) ? 0 : 1;
        speculative += task.path("Speculative").asBoolean() ? 1 : 0;
        if (reason.equals("ExecutorLostFailure")) {
          lost.add(log + " " + task.path("Executor ID").asText());
        }
      } else if (line.contains("\"SparkListenerStageSubmitted\"")) {
        JsonNode stage = Json.parse(line).path("Stage Info");
        retriedStages += stage.path("Stage Attempt ID").asInt() > 0 ? 1 : 0;
      } else if (line.contains("\"SparkListenerExecutorAdded\"")) {
        executors++;
      }
    }
  }
}
