package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the live run are damaged: the next run warns of it and replaces the run. */
class DamagedRunTest {
  @TempDir Path temp;

  private JobRun run(Command command, String date) {
    return JobRun.of(
        command,
        "root=" + temp.resolve("a {root} [of] 100%25"),
        "input.path=" + temp.resolve("a {log} [of] 100%25: all.csv"),
        "date=" + date);
  }

  @Test
  void nextRunSucceeds() throws IOException {
    SmallLog.write(temp.resolve("a {log} [of] 100%25: all.csv"), SmallLog.csv());
    Path first = run(Command.NIGHTLY, "2026-11-19").published();
    Path current = temp.resolve("a {root} [of] 100%25/CURRENT");
    Files.writeString(current, "");
    for (String file : List.of("manifest.json", "items/_table.json", "model/model.json")) {
      Files.writeString(first.resolve(file), "");
    }
    run(Command.GENERATE, "2026-11-19").refused(3, "CURRENT is damaged: it is empty");
    JobRun next =
        run(Command.NIGHTLY, "2026-11-20")
            .done()
            .says("CURRENT is damaged: it is empty")
            .says("model.json is damaged: it is empty")
            .says("manifest.json is damaged: it is empty")
            .says("to compare with")
            .says("the damaged CURRENT is kept as ");
    assertTrue(next.published().toString().endsWith(Files.readString(current).strip()));
    try (Stream<Path> aside = Files.list(current.getParent())) {
      assertEquals(1, aside.filter(f -> f.toString().contains("CURRENT.damaged-")).count());
    }
    Files.writeString(next.published().resolve("recommendations/_table.json"), "{}");
    run(Command.PUBLISH, "2026-11-20")
        .refused(3, "Cannot find the table items")
        .says("the live run is incomplete: ")
        .says("recommendations/_table.json is damaged: it has no schema of a table");
    Path mended = run(Command.NIGHTLY, "2026-11-20").says("publishing the run again").published();
    assertEquals(next.published(), mended, "the same rows give the same run");
    run(Command.PUBLISH, "2026-11-20").done().says("the run of this date is already published");
  }
}
