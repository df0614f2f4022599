package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nocturne.spark.store.WorkOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** External events while a job runs. */
class DisturbedJobTest {
  private static final String DATE = "work/date=2026-11-20";
  @TempDir Path temp;

  @BeforeEach
  void write() {
    SmallLog.write(temp.resolve("log.csv"), SmallLog.csv());
    SparkSession.builder().getOrCreate();
    FailingFileSystem.install();
  }

  @AfterEach
  void remove() {
    FailingFileSystem.remove();
  }

  /** The scheduler starts a second job, which clears the work folder of the first. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jobThatLosesItsFolderFailsWithoutWritingToIt(boolean cleared) throws IOException {
    Path owner = temp.resolve("root").resolve(DATE).resolve(WorkOwner.FILE);
    String other = "{\"id\": \"another\", \"command\": \"nightly\", \"host\": \"b\"}";
    FailingFileSystem.onWrite =
        file -> {
          if (file.getName().startsWith("part-")) {
            Files.writeString(owner, other);
            if (cleared) {
              throw new IOException("a file has gone");
            }
          }
        };
    JobRun.of(
            Command.NIGHTLY,
            "root=failing://" + temp.resolve("root"),
            "input.path=" + temp.resolve("log.csv"))
        .refused(
            1,
            "Another job for 2026-11-20 was started later (command nightly, host b)",
            DATE,
            "stops without publishing");
    assertEquals(other, Files.readString(owner));
    assertFalse(
        Files.exists(owner.resolveSibling("report.json")), "the folder belongs to the other job");
    assertFalse(Files.exists(temp.resolve("root/CURRENT")));
  }

  /** In an executor, where it is wrapped in Spark's exceptions, and in the job itself. */
  @ParameterizedTest
  @ValueSource(strings = {"part-", "owner.json", "_table.json"})
  void fullDiskIsReportedWithThePath(String name) {
    FailingFileSystem.onWrite =
        file -> {
          if (file.getName().startsWith(name)) {
            throw new IOException("No space left on device");
          }
        };
    JobRun.of(
            Command.PREPARE,
            "root=failing://" + temp.resolve("root"),
            "input.path=" + temp.resolve("log.csv"))
        .refused(
            1,
            "A disk is full (",
            "No space left on device",
            "root failing:" + temp.resolve("root") + " has ",
            " bytes left",
            "spark.local.dir ",
            "Free space there");
  }

  @Test
  void exceededQuotaIsReported() {
    FailingFileSystem.onWrite =
        file -> {
          throw new IOException("The DiskSpace quota of /shop is exceeded: quota = 1 B");
        };
    JobRun.of(
            Command.PREPARE,
            "root=failing://" + temp.resolve("root"),
            "input.path=" + temp.resolve("log.csv"))
        .refused(1, "A disk is full (", "The DiskSpace quota of /shop is exceeded");
  }

  @Test
  void tooLittleSpaceIsReportedBeforeAnythingIsWritten() {
    String root = "root=failing://" + temp.resolve("root");
    String input = "input.path=" + temp.resolve("log.csv");
    FailingFileSystem.freeBytes = 100;
    JobRun.of(Command.PREPARE, root, input)
        .refused(
            1,
            "Too little space in failing:" + temp.resolve("root").resolve(DATE),
            "100 bytes are left, and the prepared tables take about ",
            "Free space there");
    assertFalse(Files.exists(temp.resolve("root").resolve(DATE).resolve("items")));
    FailingFileSystem.freeBytes = -1;
    JobRun.of(Command.PREPARE, root, input).done();
    JobRun.of(Command.TRAIN, root, input, "train.recipe=popularity").done();
    FailingFileSystem.freeBytes = 0;
    JobRun.of(Command.MATERIALIZE, root, input)
        .refused(1, "Too little space in ", "the lists and codes take about ");
    assertFalse(Files.exists(temp.resolve("root").resolve(DATE).resolve("recommendations")));
  }
}
