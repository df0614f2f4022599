package io.nocturne.spark.log.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.LogCase;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  @TempDir Path folder;
  private LogCase log;

  @BeforeEach
  void open() {
    log = new LogCase(folder);
  }

  private List<String> names(LogFiles files) {
    return files.paths().stream().map(path -> path.substring(path.lastIndexOf('/') + 1)).toList();
  }

  private String refusal() {
    return assertThrows(UnusableDataException.class, log::find).getMessage();
  }

  private void days(String... days) {
    for (String day : days) {
      log.write("dt=" + day + "/part.csv", "user,item", "1,2");
    }
    log.path = folder + "/dt={date}";
  }

  @Test
  void aFile() {
    log.write("log.csv", "user,item", "1,2");
    LogFiles files = log.find();
    assertEquals(List.of("log.csv"), names(files));
    assertEquals(1, files.files());
    assertEquals("user,item\n1,2\n".length(), files.bytes());
    assertEquals("log.csv", files.firstFile());
    assertEquals(List.of(), files.missingDays());
  }

  @Test
  void aFolderWithFoldersInIt() {
    log.write("in/b.csv", "1");
    log.write("in/a/z.json", "22");
    log.path = folder + "/in";
    LogFiles files = log.find();
    assertEquals(2, files.files());
    assertEquals(5, files.bytes());
    assertEquals("z.json", files.firstFile(), "the first by its path");
  }

  @Test
  void patterns() {
    for (String name : List.of("2025.csv", "2026-01.csv", "2026-02.csv", "2026.txt")) {
      log.write(name, "1");
    }
    log.path = folder + "/2026-*.csv";
    assertEquals(List.of("2026-01.csv", "2026-02.csv"), names(log.find()));
    log.path = folder + "/{2025,2026-02}.csv";
    assertEquals(List.of("2025.csv", "2026-02.csv"), names(log.find()));
    log.path = folder + "/202?.*";
    assertEquals(List.of("2025.csv", "2026.txt"), names(log.find()));
  }

  @Test
  void hiddenFilesAreNoData() {
    log.write("in/_SUCCESS", "done");
    log.write("in/.part.csv.crc", "12345");
    log.write("in/part.csv", "1");
    log.path = folder + "/in";
    LogFiles files = log.find();
    assertEquals(1, files.files());
    assertEquals(2, files.bytes());
    assertEquals("part.csv", files.firstFile());
  }

  /** As other jobs keep what they know, and a job of Hadoop's that was killed. */
  @Test
  void hiddenFoldersAreNoData() {
    log.write("in/_checkpoint/0.json", "{}");
    log.write("in/_temporary/0/part.csv", "9");
    log.write("in/.cache/part.json", "9");
    log.write("in/part.csv", "user,item", "1,2");
    for (String path : List.of("/in", "/in/*")) {
      log.path = folder + path;
      LogFiles files = log.find();
      assertEquals("part.csv", files.firstFile());
      assertEquals(1, files.files());
      assertEquals(List.of("1"), log.column("user"), "what Spark reads");
    }
  }

  /** A hidden folder above the log is the user's own choice. */
  @Test
  void aLogBelowAHiddenFolderIsRead() {
    log.write(".data/_in/part.csv", "user,item", "1,2");
    log.path = folder + "/.data/_in";
    assertEquals(1, log.find().files());
    assertEquals(1, log.read().rows().count());
  }

  @Test
  void whatIsNotThereOrEmpty() {
    assertEquals(
        "Input not found: "
            + log.path
            + ". Check input.path; a relative path starts at the current folder",
        refusal());
    log.path = folder + "/*.csv";
    assertTrue(refusal().startsWith("Input not found: " + log.path));
    log.path = folder + "/{a";
    assertTrue(refusal().contains(log.path), refusal());
    log.write("empty.csv");
    log.path = folder + "/empty.csv";
    assertEquals(
        "Input is empty: " + log.path + " (1 file(s), 0 bytes). Check what wrote it", refusal());
    log.write("only/_SUCCESS", "done");
    log.path = folder + "/only";
    assertTrue(refusal().endsWith("/only (0 file(s), 0 bytes). Check what wrote it"), refusal());
  }

  @Test
  void theDaysUpToTheDate() {
    days("2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21");
    log.days = 3;
    LogFiles files = log.find();
    assertEquals(List.of("dt=2026-11-18", "dt=2026-11-19", "dt=2026-11-20"), names(files));
    assertEquals(3, files.files());
    assertEquals(0, files.daysBefore());
  }

  @Test
  void theDaysOfALeapYear() {
    days("2028-02-28", "2028-02-29", "2028-03-01");
    log.date = LocalDate.parse("2028-03-01");
    log.days = 3;
    assertEquals(3, log.find().files());
  }

  @Test
  void daysBeforeTheFirstAreNoneMissing() {
    days("2026-11-19", "2026-11-20");
    log.days = 90;
    LogFiles files = log.find();
    assertEquals(88, files.daysBefore());
    assertEquals(List.of(), files.missingDays());
  }

  /** The longest that the key takes: as many as there are. */
  @Test
  void aWindowOfAnyLength() {
    days("1999-12-31", "2026-11-19", "2026-11-20", "2026-11-21");
    log.write("dt=2026-02-30/part.csv", "no day");
    log.write("dt=12345-11-20/part.csv", "no day");
    log.days = Integer.MAX_VALUE;
    log.maxMissingDays = Integer.MAX_VALUE;
    LogFiles files = log.find();
    assertEquals(List.of("dt=1999-12-31", "dt=2026-11-19", "dt=2026-11-20"), names(files));
    long between = LocalDate.parse("1999-12-31").until(log.date, ChronoUnit.DAYS);
    assertEquals(between - 2, files.missingDays().size());
    assertEquals(Integer.MAX_VALUE - 1 - between, files.daysBefore());
  }

  @Test
  void aDateTwiceInAPathIsTheSameDay() {
    log.write("2026-11-19/log-2026-11-19.csv", "1");
    log.write("2026-11-20/log-2026-11-20.csv", "1");
    log.write("2026-11-20/log-2026-11-19.csv", "1");
    log.path = folder + "/{date}/log-{date}.csv";
    log.days = 2;
    assertEquals(List.of("log-2026-11-19.csv", "log-2026-11-20.csv"), names(log.find()));
    log.path = folder + "/{{date}/log,none}-{date}.csv";
    assertEquals(2, log.find().files(), "a brace over a slash");
  }

  @Test
  void namesWithColons() {
    log.write("in/part-2026-11-20T03:00.csv", "1");
    for (String path : List.of("/in", "/in/*.csv", "/in/part-2026-11-20T03:00.csv")) {
      log.path = folder + path;
      assertEquals(1, log.find().files(), path);
    }
  }

  @Test
  void aTableThatIsMoreThanItsFilesIsRefused() {
    log.write("shop/table/_delta_log/00000000000000000000.json", "{}");
    log.write("shop/table/dt=2026-11-20/part.parquet", "1");
    log.days = 1;
    for (String path : List.of("/shop", "/shop/table", "/shop/table/dt={date}", "/shop/*/*/*")) {
      log.path = folder + path;
      assertTrue(refusal().contains("/shop/table as plain files: it is a table of Delta"), path);
    }
  }

  @Test
  void daysInTheMiddleAndAtTheEndAreMissing() {
    days("2026-11-16", "2026-11-18");
    log.days = 10;
    assertEquals(
        "Cannot read the log "
            + log.path
            + ": 3 day(s) are missing in the middle or at the end (2026-11-17, 2026-11-19,"
            + " 2026-11-20); expected at most 0. Deliver them, or raise input.max-missing-days",
        refusal());
    log.maxMissingDays = 2;
    refusal();
    log.maxMissingDays = 3;
    LogFiles files = log.find();
    assertEquals(
        List.of("2026-11-17", "2026-11-19", "2026-11-20"),
        files.missingDays().stream().map(LocalDate::toString).toList());
    assertEquals(5, files.daysBefore());
  }

  @Test
  void manyMissingDaysAreNotAllNamed() {
    days("2026-11-01");
    assertTrue(refusal().contains("19 day(s)"), refusal());
    assertTrue(
        refusal().contains("2026-11-05, 2026-11-06, ...); expected"), "five of them: " + refusal());
  }

  @Test
  void noDayAtAll() {
    log.path = folder + "/dt={date}";
    log.days = 7;
    assertEquals(
        "Input not found: "
            + log.path
            + " for any of the 7 days up to 2026-11-20. Check input.path, date and input.days",
        refusal());
  }

  @Test
  void aDateInAPattern() {
    log.write("eu/2026-11-20.csv", "1");
    log.write("us/2026-11-20.csv", "1");
    log.path = folder + "/*/{date}.csv";
    log.days = 1;
    assertEquals(2, log.find().files());
  }

  @Test
  void theEndingTellsTheFormat() {
    assertEquals(Optional.of(LogFormat.CSV), LogFormat.ofFile("a.b.CSV.gz"));
    assertEquals(Optional.of(LogFormat.CSV), LogFormat.ofFile("a.tsv"));
    assertEquals(Optional.of(LogFormat.JSON), LogFormat.ofFile("a.jsonl.zst"));
    assertEquals(Optional.of(LogFormat.PARQUET), LogFormat.ofFile("part-0.snappy.parquet"));
    assertEquals(Optional.of(LogFormat.MOVIELENS), LogFormat.ofFile("ratings.dat"));
    for (String unknown : List.of("ratings", "ratings.xlsx", "csv.gz.zip")) {
      assertEquals(Optional.empty(), LogFormat.ofFile(unknown));
    }
  }
}
