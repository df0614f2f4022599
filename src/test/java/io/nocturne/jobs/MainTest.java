package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.config.Reference;
import io.nocturne.spark.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Command-line arguments. */
class MainTest {
  @TempDir Path temp;

  /** Runs with stdout and stderr of the process captured. */
  private static JobRun run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    ByteArrayOutputStream toErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
    try {
      int status = Main.run(arguments);
      return new JobRun(
          status, toOut.toString(StandardCharsets.UTF_8), toErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                     | Missing command",
        "nigthly              | nigthly",
        "nightly --dryrun     | --dryrun",
        "nightly -c           | -c",
        "seed=3               | seed=3",
      })
  void rejectsInvalidUsage(String arguments, String part) {
    JobRun run = run(arguments == null ? new String[0] : arguments.split(" "));
    assertEquals(2, run.status());
    run.says(part);
    assertTrue(run.report().path("error").asText().contains(part), run.out());
    assertEquals(1, run.out().lines().count(), run.out());
  }

  @Test
  void suggestsTheNearestCommand() {
    run("nigthly").says("nightly");
    run("materialise").says("materialize");
  }

  @Test
  void helpListsTheCommands() {
    JobRun help = run("--help");
    assertEquals(0, help.status());
    for (Command command : Command.values()) {
      assertTrue(help.out().contains("  " + command.label() + " "), command.label());
      assertTrue(help.out().contains(command.meaning().substring(0, 20)), command.meaning());
    }
    assertTrue(help.out().contains("3 unusable data"), help.out());
  }

  @ParameterizedTest
  @EnumSource
  void helpOfACommandListsEveryKey(Command command) {
    JobRun help = run(command.label(), "--help");
    assertEquals(0, help.status());
    for (String key : Reference.get().keys()) {
      assertTrue(help.out().contains("  " + key + " = "), key);
    }
    assertFalse(help.out().contains("%%"), help.out());
  }

  @Test
  void settingsOverrideTheFile() throws Exception {
    Path own = Files.writeString(temp.resolve("own.conf"), "seed = 5\nmaterialize.top-n = 6\n");
    Path log = SmallLog.write(temp.resolve("log.csv"), SmallLog.csv());
    JobRun run =
        run(
            "nightly",
            "-c",
            own.toString(),
            "seed=7",
            "--dry-run",
            "input.path=" + log,
            "date=2026-11-20");
    List<String> lines = run.done().out().lines().map(String::strip).toList();
    assertTrue(lines.contains("top-n=6"), run.out());
    assertTrue(lines.contains("seed=7"), run.out());
    assertEquals(
        Json.parse(
            "{\"command\":\"nightly\",\"status\":0,\"dry_run\":true,\"date\":\"2026-11-20\"}"),
        run.report());
  }

  @Test
  void rejectsAnArgumentWithoutValue() {
    run("train", "seed").refused(2, "Invalid argument: seed (expected key=value)");
  }
}
