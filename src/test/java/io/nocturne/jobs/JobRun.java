package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.spark.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A command, run in this JVM as a scheduler would run it, and its output. */
public record JobRun(int status, String out, String err) {
  /** The time of all runs: "yesterday" is 2026-11-20. */
  public static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-21T04:00:00Z"), ZoneOffset.UTC);

  /** Settings that make a run on few rows short; later settings override them. */
  private static final List<String> SMALL =
      List.of(
          "date=2026-11-20",
          "split.held-out-share=0.25",
          "split.validation=false",
          "evaluate.metrics=ndcg@5,recall@5,coverage@5",
          "evaluate.bootstrap=10",
          "gate.metric=ndcg@5",
          "materialize.top-n=5",
          "materialize.similar-items=0",
          "show-users=0",
          "train.recipe=ease");

  /** Runs a command on small settings. */
  static JobRun of(Command command, String... keyValues) {
    List<String> all = new ArrayList<>(SMALL);
    all.addAll(Arrays.asList(keyValues));
    return start(command, NOW, Optional.empty(), all, false);
  }

  /** Runs a command on small settings as a dry run. */
  static JobRun dry(Command command, String... keyValues) {
    List<String> all = new ArrayList<>(SMALL);
    all.addAll(Arrays.asList(keyValues));
    return start(command, NOW, Optional.empty(), all, true);
  }

  /** Runs a command on the settings of a file and these. */
  static JobRun withFile(Command command, Clock clock, Path file, String... keyValues) {
    return start(command, clock, Optional.of(file), List.of(keyValues), false);
  }

  private static JobRun start(
      Command command, Clock clock, Optional<Path> file, List<String> keyValues, boolean dry) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = new Job(command, clock, stream(out), stream(err)).run(file, keyValues, dry);
    return new JobRun(status, text(out), text(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The last line on stdout, which always is a JSON object. */
  JsonNode report() {
    List<String> lines = out.lines().toList();
    JsonNode report = Json.parse(lines.get(lines.size() - 1));
    assertTrue(report.isObject(), "the last line on stdout: " + report);
    assertEquals(status, report.path("status").asInt(-1), "the status in the report");
    return report;
  }

  /** Where the run was published. */
  Path published() {
    assertEquals(0, status, err);
    return local(report().path("run").asText());
  }

  /** The local path of a URI in a report. */
  static Path local(String name) {
    return Path.of(name.replaceFirst("^file:", ""));
  }

  /** Checks that the run succeeded and returns it. */
  JobRun done() {
    assertEquals(0, status, err);
    assertTrue(report().path("error").isMissingNode(), out);
    return this;
  }

  /**
   * Checks that the run failed with a status and one message that contains all parts, both on
   * stderr and in the report, without a stack trace.
   */
  JobRun refused(int expected, String... parts) {
    assertEquals(expected, status, err);
    String error = report().path("error").asText();
    for (String part : parts) {
      assertTrue(error.contains(part), () -> "no \"" + part + "\" in: " + error);
    }
    assertTrue(err.contains(": " + Printable.of(error)), () -> "not on stderr: " + error);
    assertTrue(
        err.lines().noneMatch(line -> line.strip().startsWith("at ")),
        () -> "a stack trace:\n" + err);
    return this;
  }

  /** Checks that stderr contains a text. */
  JobRun says(String part) {
    assertTrue(err.contains(part), () -> "no \"" + part + "\" in:\n" + err);
    return this;
  }
}
