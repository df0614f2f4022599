package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nocturne.spark.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report at the path of {@code report.path}. */
class ReportPathTest {
  private static final String OLDER = "{\"command\":\"nightly\",\"status\":0}";

  @TempDir Path temp;
  private Path file;
  private String[] settings;

  @BeforeEach
  void writeAnOlderReport() {
    file = SmallLog.writeText(temp.resolve("reports/last.json"), OLDER);
    settings = new String[] {"root=" + temp.resolve("root"), "report.path=" + file};
  }

  private String[] with(String... more) {
    return Stream.of(settings, more).flatMap(Stream::of).toArray(String[]::new);
  }

  /** The file equals the last line on stdout, and the folder has no other files. */
  private void assertReports(JobRun run) throws IOException {
    assertEquals(run.report(), Json.parse(Files.readString(file)));
    try (Stream<Path> written = Files.list(file.getParent())) {
      assertEquals(List.of(file), written.toList());
    }
  }

  @Test
  void successfulJob() throws IOException {
    String[] sample = {
      "sample.path=" + temp.resolve("sample"), "input.days=1", "sample.users=10", "sample.items=10"
    };
    assertReports(JobRun.of(Command.SAMPLE, with(sample)).done());
  }

  @Test
  void jobWithoutData() throws IOException {
    assertReports(JobRun.of(Command.TRAIN, settings).refused(3, "Cannot find the table"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed=x", "sede=3", "seed", "train.stop-by=coverage@5", "root="})
  void invalidSettings(String setting) throws IOException {
    assertReports(JobRun.of(Command.PUBLISH, with(setting)).refused(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed = x", "sede = 3", "seed = ${NO_SUCH_NAME}", "seed ="})
  void invalidConfigurationFile(String text) throws IOException {
    Path own = SmallLog.writeText(temp.resolve("own.conf"), text);
    assertReports(JobRun.withFile(Command.PUBLISH, JobRun.NOW, own, settings).refused(2));
  }

  @Test
  void pathFromAnInvalidFile() throws IOException {
    Path own =
        SmallLog.writeText(temp.resolve("own.conf"), "sede = 3, report.path = \"" + file + "\"");
    assertReports(
        JobRun.withFile(Command.PUBLISH, JobRun.NOW, own).refused(2, "Unknown key: sede"));
  }

  @Test
  void dryRunWritesNothing() throws IOException {
    JobRun run = JobRun.dry(Command.SAMPLE, settings).done();
    assertEquals(OLDER, Files.readString(file));
    assertEquals(1, run.out().lines().filter(("would write: " + file)::equals).count(), run.out());
  }

  @Test
  void unwritablePath() {
    Path folder = temp.resolve("reports");
    JobRun.of(Command.TRAIN, "root=" + temp.resolve("root"), "report.path=" + folder)
        .refused(2, "Cannot write report.path: " + folder, "Set it to a file");
    JobRun.of(Command.TRAIN, "root=" + temp.resolve("root"), "report.path=" + file + "/below")
        .refused(2, "Cannot write report.path: " + file);
    assertFalse(Files.exists(temp.resolve("root")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user,item\n1,2\n", "{\"user\":1,\"item\":2}", "[1]", "{"})
  void doesNotReplaceOtherFiles(String text) throws IOException {
    SmallLog.writeText(file, text);
    JobRun.of(Command.TRAIN, settings)
        .refused(2, "Cannot write report.path: " + file, "is not a report");
    assertEquals(text, Files.readString(file));
  }
}
