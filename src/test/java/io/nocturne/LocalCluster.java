package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nocturne.spark.store.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A nightly with two executor JVMs of one thread each; the event log shows which ran tasks. */
final class LocalCluster {
  private static final String MASTER = "local-cluster[2,1,2048]";
  private static final Path SPARK = Path.of("target/spark").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  private LocalCluster() {}

  /**
   * Runs the nightly and returns the published run.
   *
   * @param folder for the root and the event log
   */
  static Path run(Path temp, Path folder, String... settings) throws Exception {
    Path events = Files.createDirectories(folder.resolve("events"));
    Path run =
        new Nightly(temp, folder.resolve("root"), MASTER)
            .quick()
            .with(settings)
            .with(
                "--conf=spark.executor.memory=1g",
                "--conf=spark.eventLog.enabled=true",
                "--conf=spark.eventLog.compress=false",
                "--conf=spark.eventLog.rolling.enabled=false",
                "--conf=spark.eventLog.dir=" + events.toUri())
            .run();
    Path log = only(events);
    deleteJars(log.getFileName().toString());
    assertEquals(Set.of("0", "1"), executors(log), "executors that ran tasks");
    return run;
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> visible =
          files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
      assertEquals(1, visible.size(), () -> "event logs: " + visible);
      return visible.get(0);
    }
  }

  /** A local cluster leaves a copy of the job's jar in Spark's folder for each executor. */
  private static void deleteJars(String application) throws IOException {
    Trees.delete(SPARK.resolve("work").resolve(application));
  }

  private static Set<String> executors(Path log) throws IOException {
    Set<String> executors = new TreeSet<>();
    try (Stream<String> lines = Files.lines(log)) {
      for (String line : lines.filter(l -> l.contains("SparkListenerTaskEnd")).toList()) {
        JsonNode task = JSON.readTree(line).path("Task Info");
        executors.add(task.path("Executor ID").asText());
      }
    }
    return executors;
  }
}
