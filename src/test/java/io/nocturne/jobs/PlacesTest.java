package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that are invalid or conflict with each other are rejected before anything is read. */
class PlacesTest {
  @TempDir Path temp;

  @BeforeEach
  void write() {
    SmallLog.write(temp.resolve("data/log.csv"), SmallLog.csv());
    SmallLog.write(temp.resolve("days/dt=2026-11-20/log.csv"), SmallLog.csv());
  }

  private JobRun nightly(String... keyValues) {
    List<String> all = new java.util.ArrayList<>();
    all.add("root=" + temp.resolve("root"));
    all.add("input.path=" + temp.resolve("data/log.csv"));
    for (String keyValue : keyValues) {
      all.add(keyValue.replace("TEMP", temp.toString()));
    }
    return JobRun.dry(Command.NIGHTLY, all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "input.path=TEMP/data,             root=TEMP/data",
    "input.path=TEMP/data,             root=TEMP/data/out/deeper",
    "input.path=TEMP/data/*,           root=TEMP/data/out",
    "input.path=TEMP/*,                root=TEMP/out",
    "input.path=TEMP/days/dt={date},   root=TEMP/days/dt=2026-11-20/out",
    "input.path=TEMP/days/../data,     root=TEMP/data/out",
    "input.path=TEMP/link,             root=TEMP/data/out",
    "titles.path=TEMP/data,            root=TEMP/data/out",
    "materialize.users=TEMP/data,      root=TEMP/data/out",
  })
  void rootMustNotBeReadAsInput(String input, String root) throws IOException {
    Files.createSymbolicLink(temp.resolve("link"), temp.resolve("data"));
    nightly(input, root).refused(2, "Invalid root: ", "expected a place outside ", "as input");
    assertFalse(Files.exists(temp.resolve("data/out")));
  }

  @ParameterizedTest
  @CsvSource({
    "input.path=TEMP/data,             report.path=TEMP/data/report.json",
    "input.path=TEMP/days/dt={date},   report.path=TEMP/days/dt=2026-11-20/report.json",
    "titles.path=TEMP/data,            report.path=TEMP/data/report.json",
  })
  void reportMustNotBeReadAsInput(String input, String report) {
    nightly(input, report).refused(2, "Invalid report.path: ", "expected a place outside ");
  }

  @Test
  void generatedHistoriesMustNotBeReadAsInput() {
    String[] settings = {
      "root=" + temp.resolve("root"),
      "input.path=" + temp.resolve("data"),
      "generate.path=" + temp.resolve("data/generated"),
    };
    JobRun.dry(Command.GENERATE, settings).refused(2, "Invalid generate.path: ", "as input");
  }

  @ParameterizedTest
  @CsvSource({
    "input.path=TEMP/days/dt={date},   root=TEMP/days/nocturne",
    "input.path=TEMP/data,             root=TEMP/data/_nocturne",
    "input.path=TEMP/data/log.csv,     root=TEMP/data",
    "input.path=TEMP/data/*.csv,       root=TEMP/data/out",
  })
  void rootNextToTheInputIsAllowed(String input, String root) {
    nightly(input, root, "input.days=1").done();
  }

  @ParameterizedTest
  @CsvSource({
    "input.path,                 runs/date=2026-11-19/0123456789ab/vectors",
    "input.path,                 runs",
    "input.path,                 work/date=2026-11-20/log.csv",
    "input.path,                 */date=2026-11-20/log.csv",
    "titles.path,                work/titles.csv",
    "split.given.test-held-out,  work/test.csv",
    "materialize.blocked,        runs/date=2026-11-19/0123456789ab/vectors",
  })
  void rejectsOwnOutputAsInput(String key, String path) {
    String kind = key.startsWith("split") ? "split.kind=given" : "split.kind=none";
    nightly(kind, key + "=TEMP/root/" + path)
        .refused(2, "Invalid " + key, "/root/" + path, "where the job writes and deletes");
  }

  @ParameterizedTest
  @CsvSource({"root=TEMP/s/log/out,sample.path=TEMP/s", "root=TEMP/r,sample.path=TEMP/r/work/s"})
  void rejectsASampleInsideARun(String root, String sample) {
    nightly("input.path=sample", root, sample).refused(2, "Invalid sample.path");
  }

  @Test
  void sampleDoesNotReplaceAnExistingLog() throws IOException {
    Path own = SmallLog.write(temp.resolve("s/log/dt=2026-11-20/clicks.csv"), SmallLog.csv());
    JobRun.of(Command.SAMPLE, "root=" + temp.resolve("root"), "sample.path=" + temp.resolve("s"))
        .refused(2, "Invalid sample.path", "clicks.csv is not part of the sample");
    assertFalse(Files.readString(own).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root",
        "input.path",
        "titles.path",
        "split.given.test-fold-in",
        "materialize.users"
      })
  void checksTheFileSystemOfEveryPath(String key) {
    String[] given = {"split.kind=given", "split.given.test-held-out=TEMP/data/log.csv", ""};
    given[2] = key + "=s3a://bucket/x";
    nightly(given)
        .refused(
            2,
            "Invalid " + key + ": Cannot use s3a://bucket/x: ",
            "--packages org.apache.hadoop:hadoop-aws:" + VersionInfo.getVersion());
    given[2] = key + "=hdfs://nowhere.invalid:8020/x";
    nightly(given).refused(3, "Cannot reach hdfs://nowhere.invalid:8020/x", "has no address");
  }

  @ParameterizedTest
  @CsvSource({
    "_delta_log/00000000000000000000.json, Delta Lake",
    "metadata/v1.metadata.json,            Apache Iceberg",
    ".hoodie/hoodie.properties,            Apache Hudi",
  })
  void rejectsFilesOfTableFormats(String file, String format) {
    SmallLog.writeText(temp.resolve("table").resolve(file), "{}");
    SmallLog.write(temp.resolve("table/data/log.csv"), SmallLog.csv());
    for (String key : List.of("input.path", "titles.path", "materialize.allowed-items")) {
      nightly(key + "=TEMP/table/data/log.csv")
          .refused(3, "/table as plain files: it is a table of " + format);
    }
  }
}
