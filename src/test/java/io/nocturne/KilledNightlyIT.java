package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nocturne.jobs.bench.StartedProcess;
import io.nocturne.spark.store.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that fails in the night: the published run stays, and the next job succeeds. */
class KilledNightlyIT {
  /** While rounds are kept, and before the tables are verified and moved. */
  private static final List<String> MOMENTS =
      List.of("train: round 3 ", "materialize: [\\d,]+ lists");

  @TempDir Path temp;

  @Test
  void aKilledJobLeavesThePublishedRunAsItWas() throws Exception {
    Path root = temp.resolve("root");
    Path live = nightly(root).run();
    Map<String, String> runs = Trees.hashes(root.resolve("runs"));
    for (String moment : MOMENTS) {
      try (StartedProcess job = nightly(root).with("materialize.top-n=10").start()) {
        job.await(moment, Nightly.DEADLINE);
        assertTrue(job.kill(), () -> "it had ended: " + job);
      }
      assertEquals(live, Nightly.current(root), "CURRENT after " + moment);
      assertEquals(runs, Trees.hashes(root.resolve("runs")), "the published run after " + moment);
    }
    Path next = nightly(root).with("materialize.top-n=10").run();
    assertEquals(
        2,
        Trees.hashes(root.resolve("runs")).keySet().stream()
            .filter(file -> file.endsWith("manifest.json"))
            .count());
    assertEquals(next, Nightly.current(root));
    for (Map.Entry<String, String> table : Nightly.hashes(next).entrySet()) {
      assertEquals(table.getValue(), Trees.contentHash(next.resolve(table.getKey())));
    }
    try (Stream<Path> left = Files.list(root.resolve("work"))) {
      assertEquals(0, left.count(), "runs in the making");
    }
  }

  /** As a scheduler ends a job that takes too long, or a machine that shuts down. */
  @Test
  void aJobThatIsToldToEndSaysSoAndResumes() throws Exception {
    Path root = temp.resolve("told");
    Path report = temp.resolve("report.json");
    Nightly job = nightly(root).with("report.path=" + report);
    try (StartedProcess process = job.start()) {
      process.await(MOMENTS.get(0), Nightly.DEADLINE);
      process.terminate();
      assertEquals(143, process.end(Nightly.DEADLINE), process::toString);
      assertEquals(1, process.out().size(), process::toString);
      JsonNode line = new ObjectMapper().readTree(process.out().get(0));
      assertEquals(143, line.path("status").asInt(), process::toString);
      assertTrue(
          line.path("error").asText().startsWith("Stopped by signal SIGTERM in the step train"));
      assertTrue(
          process.err().stream().noneMatch(l -> l.strip().startsWith("at ")), process::toString);
      for (Path file : List.of(report, root.resolve("work/date=2026-11-20/report.json"))) {
        assertEquals(line, new ObjectMapper().readTree(file.toFile()));
      }
    }
    assertFalse(Files.exists(root.resolve("CURRENT")));
    try (StartedProcess process = job.start()) {
      process.await("going on after round", Nightly.DEADLINE);
      assertEquals(0, process.end(Nightly.DEADLINE), process::toString);
    }
  }

  private Nightly nightly(Path root) {
    return new Nightly(temp, root, "local[2]")
        .quick()
        .with("input.days=10", "evaluate.bootstrap=10", "gate.metric=");
  }
}
