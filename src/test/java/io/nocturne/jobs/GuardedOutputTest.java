package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.spark.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Control characters in a log do not reach a terminal, and secrets do not leave the environment.
 */
class GuardedOutputTest {
  /** A long value that every environment has. */
  private static final String PATH = System.getenv("PATH");

  @TempDir Path temp;

  private static String line(SmallLog.Line line) {
    ObjectNode json = Json.object();
    json.put("user", "\u001b[31m" + line.user() + "\u202e");
    json.put("item", line.item() + "\nnocturne: forged\u009b");
    json.put("rating", line.rating());
    json.put("timestamp", line.time());
    return json.toString();
  }

  private static void isPrintable(String text) {
    List<String> bad =
        text.lines()
            .filter(line -> !line.equals(Printable.of(line)) || line.startsWith("nocturne: forged"))
            .toList();
    assertEquals(List.of(), bad);
  }

  @Test
  void nightlyWithHostileIdsAndSecrets() throws IOException {
    Path log = temp.resolve("log.json");
    String rows =
        SmallLog.lines().stream().map(GuardedOutputTest::line).collect(Collectors.joining("\n"));
    SmallLog.writeText(log, rows + "\n{\"user\": \"\u001b]0;title\u0007\"\n");
    Path own =
        SmallLog.writeText(
            temp.resolve("own.conf"),
            """
            variables.secret = ${PATH}
            variables.another = "of "${PATH}
            date = 2026-11-20, split.held-out-share = 0.25, split.validation = false
            evaluate { metrics = ["ndcg@5"], bootstrap = 10 }, gate.metric = ""
            materialize { top-n = 5, similar-items = 0 }, show-users = 3, train.recipe = ease
            """);
    Path root = temp.resolve("root");
    JobRun run =
        JobRun.withFile(
            Command.NIGHTLY,
            JobRun.NOW,
            own,
            "root=" + root,
            "input.path=" + log,
            "prepare.max-bad-share=0.5");
    run.done();
    isPrintable(run.out());
    isPrintable(run.err());
    assertTrue(run.out().contains("user \\u001b[31mu"), run.out());
    isPrintable(Files.readString(run.published().resolve("report.json")));
    String kept = Files.readString(run.published().resolve("configuration/nightly.conf"));
    assertTrue(kept.contains("another=\"of \"${PATH}\"\"") || kept.contains("${PATH}"), kept);
    assertHidesPath(run.out() + run.err());
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertHidesPath(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private static void assertHidesPath(String text) {
    assertFalse(text.contains(PATH), text);
  }

  @Test
  void messagesHideValuesFromTheEnvironment() {
    Path own =
        SmallLog.writeText(temp.resolve("own.conf"), "input.path = /no-such/${PATH}\nseed = 3");
    JobRun run = JobRun.withFile(Command.PREPARE, JobRun.NOW, own, "root=" + temp.resolve("root"));
    assertTrue(run.status() == 2 || run.status() == 3, run.err());
    assertHidesPath(run.out() + run.err());
    assertTrue(
        run.report().path("error").asText().contains("<from the environment: PATH>"), run.out());
  }

  @Test
  void namesInMessagesAreEscaped() {
    JobRun run =
        JobRun.of(Command.PREPARE, "input.path=/no-such/\u001b[2J\nx", "root=" + temp.resolve("r"));
    isPrintable(run.out());
    isPrintable(run.err());
    assertEquals(
        1,
        run.err().lines().filter(l -> l.contains("/no-such/\\u001b[2J\\u000ax")).count(),
        run.err());
    JobRun key = JobRun.of(Command.PREPARE, "se\u202eed=3").refused(2);
    isPrintable(key.out());
  }
}
