package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nocturne.research.faults.StartedProcess;
import io.nocturne.spark.store.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed and terminated jobs: the published run stays, and the next job succeeds. */
class KilledNightlyIT {
  @TempDir Path temp;
  private Path root;
  private Path report;

  @Test
  void endedJobsKeepThePublishedRun() throws Exception {
    root = temp.resolve("root");
    report = temp.resolve("report.json");
    Trees.copy(FirstNightly.get().root(), root);
    Path live = Nightly.current(root);
    Map<String, String> runs = Trees.hashes(root.resolve("runs"));
    Nightly other = nightly();
    try (StartedProcess job = other.start()) {
      job.await("train: round 3 ", Nightly.DEADLINE);
      job.terminate();
      assertTold(job);
    }
    assertUntouched(live, runs);
    try (StartedProcess job = other.start()) {
      job.await("resuming after round", Nightly.DEADLINE);
      job.await("materialize: [\\d,]+ lists", Nightly.DEADLINE);
      assertTrue(job.kill(), () -> "it had ended: " + job);
    }
    assertUntouched(live, runs);
    assertFalse(Files.exists(report), "the report of the job that was terminated");
    assertPublished(other.run());
  }

  /** Terminates the job, as a scheduler does on a timeout or a machine on shutdown. */
  private void assertTold(StartedProcess job) throws Exception {
    assertEquals(143, job.waitForEnd(Nightly.DEADLINE), job::toString);
    assertEquals(1, job.out().size(), job::toString);
    JsonNode line = new ObjectMapper().readTree(job.out().get(0));
    assertEquals(143, line.path("status").asInt(), job::toString);
    assertTrue(
        line.path("error").asText().startsWith("Stopped by signal SIGTERM in the step train"));
    assertTrue(job.err().stream().noneMatch(l -> l.strip().startsWith("at ")), job::toString);
    for (Path file : List.of(report, root.resolve("work/date=2026-11-20/report.json"))) {
      assertEquals(line, new ObjectMapper().readTree(file.toFile()));
    }
  }

  private void assertUntouched(Path live, Map<String, String> runs) throws Exception {
    assertEquals(live, Nightly.current(root));
    assertEquals(runs, Trees.hashes(root.resolve("runs")));
  }

  private void assertPublished(Path next) throws Exception {
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
      assertEquals(0, left.count(), "unpublished runs");
    }
  }

  /** A nightly on the log of the live run, but with different lists. */
  private Nightly nightly() throws Exception {
    return new Nightly(temp, root, "local[2]")
        .quick()
        .with(FirstNightly.SETTINGS.toArray(String[]::new))
        .with("sample.path=" + FirstNightly.get().sample())
        .with("materialize.top-n=10", "report.path=" + report);
  }
}
