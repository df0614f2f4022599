package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.research.faults.StartedProcess;
import io.nocturne.spark.store.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job whose JVM is terminated. */
class TerminationTest {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private static StartedProcess start(String... arguments) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SignalledJob.class.getName()));
    command.addAll(List.of(arguments));
    return new StartedProcess(command, Map.of());
  }

  private static void assertEnds(StartedProcess process, int exit, int status, String error)
      throws InterruptedException {
    assertEquals(exit, process.waitForEnd(DEADLINE), process::toString);
    assertEquals(1, process.out().size(), process::toString);
    JsonNode line = Json.parse(process.out().get(0));
    assertEquals("nightly", line.path("command").asText());
    assertEquals(status, line.path("status").asInt());
    assertEquals(error, line.path("error").asText());
    assertEquals("nocturne nightly: " + error, process.err().get(process.err().size() - 1));
  }

  @ParameterizedTest
  @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
  void lastLineNamesTheSignal(String signal, int status) throws Exception {
    try (StartedProcess process = start()) {
      process.await("ready", DEADLINE);
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      String error =
          "Stopped by signal SIG%s in the step train. Run the same command again: the training resumes after its last round"
              .formatted(signal);
      assertEnds(process, status, status, error);
    }
  }

  @Test
  void lastLineReportsSystemExit() throws Exception {
    try (StartedProcess process = start("52")) {
      String error =
          "Stopped by the end of the JVM (see the log above) in the step train. Run the same command again: the training resumes after its last round";
      assertEnds(process, 52, 1, error);
    }
  }
}
