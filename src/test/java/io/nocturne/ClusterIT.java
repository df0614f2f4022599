package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The nightly job in real executor JVMs: it runs, and the tables are the same bytes. {@code
 * FaultsIT} trains on a standalone master, too.
 */
class ClusterIT {
  private static final Path SPARK = Path.of("target/spark").toAbsolutePath();

  /** More workers than executors; so few rounds of them need not be better than popularity. */
  private static final String[] WORKERS = {"train.workers=4", "gate.metric="};

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path temp;
  private static SortedMap<String, String> expected;

  @BeforeAll
  static void publishLocally() throws Exception {
    expected =
        hashes(new Nightly(temp, temp.resolve("local"), "local[2]").with(WORKERS).quick().run());
  }

  @Test
  void onALocalCluster() throws Exception {
    assertSameOn("local-cluster[2,1,2048]");
  }

  /** Runs the job there and compares; the event log tells which JVMs ran its tasks. */
  private static void assertSameOn(String master) throws Exception {
    Path folder = temp.resolve(master.replaceAll("\\W+", "-"));
    Path events = Files.createDirectories(folder.resolve("events"));
    Path run =
        new Nightly(temp, folder.resolve("root"), master)
            .quick()
            .with(WORKERS)
            .with(
                "--conf=spark.executor.memory=1g",
                "--conf=spark.eventLog.enabled=true",
                "--conf=spark.eventLog.compress=false",
                "--conf=spark.eventLog.rolling.enabled=false",
                "--conf=spark.eventLog.dir=" + events.toUri())
            .run();
    Path log = only(events);
    dropJars(log.getFileName().toString());
    assertEquals(Set.of("0", "1"), executors(log), "executors that ran tasks");
    assertEquals(expected, hashes(run));
  }

  /** Of the tables and of the model itself. */
  private static SortedMap<String, String> hashes(Path run) throws IOException {
    SortedMap<String, String> hashes = Nightly.hashes(run);
    JsonNode model = JSON.readTree(run.resolve("model/model.json").toFile());
    hashes.put("model", model.path("parameters_sha256").asText());
    return hashes;
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> visible =
          files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
      assertEquals(1, visible.size(), () -> "event logs: " + visible);
      return visible.get(0);
    }
  }

  /** A local cluster leaves the job's jar in Spark's folder, once for each executor. */
  private static void dropJars(String application) throws IOException {
    Path work = SPARK.resolve("work").resolve(application);
    if (Files.exists(work)) {
      try (Stream<Path> files = Files.walk(work)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
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
