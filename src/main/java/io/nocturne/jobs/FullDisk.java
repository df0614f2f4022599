package io.nocturne.jobs;

import io.nocturne.spark.Causes;
import io.nocturne.spark.location.FileSystems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;

/**
 * Finds out whether a job failed because a disk is full, and which. The exception does not name the
 * disk, and Spark passes it on as text within other text; so the free space of all disks that a job
 * writes to is queried. Also ends a step before it writes what there is no space for, rather than
 * hours later.
 */
final class FullDisk {
  private static final Pattern FULL =
      Pattern.compile(
          "[^\\n]*(No space left on device|Disk quota exceeded|not enough space on the disk"
              + "|No space available in any of the local directories|QuotaExceededException"
              + "|quota of \\S+ is exceeded)[^\\n]*");

  private FullDisk() {}

  /**
   * A message for the user; empty if no disk is full.
   *
   * @param folders what the job writes to, by the name of its key
   */
  static Optional<String> find(
      Throwable thrown, Map<String, String> folders, Configuration hadoop) {
    List<Throwable> seen = Causes.of(thrown);
    for (int k = seen.size() - 1; k >= 0; k--) { // the first to say so is the deepest
      Matcher full = FULL.matcher(String.valueOf(seen.get(k)));
      if (full.find()) {
        return Optional.of(
            "A disk is full (%s): %s. Free space there, and run the same command again; the published run is unchanged"
                .formatted(full.group().strip(), left(folders, hadoop)));
      }
    }
    return Optional.empty();
  }

  /**
   * Requires free space in the run's folder; object stores have no limit.
   *
   * @param bytes about how many will be written
   * @param what is written, such as {@code 5 lists}
   * @throws EndedException if less is free
   */
  static void requireSpace(RunContext run, long bytes, String what) {
    Path folder = run.work();
    FsStatus status;
    try {
      status =
          FileSystems.of(folder, run.spark().sparkContext().hadoopConfiguration())
              .getStatus(folder);
    } catch (IOException | RuntimeException e) {
      return; // it does not report its free space: a failure to write will
    }
    boolean isKnown = status.getCapacity() > 0;
    if (isKnown && status.getRemaining() < bytes) {
      throw new EndedException(
          1,
          "Too little space in %s: %,d bytes are left, and %s take about %,d. Free space there, or set root to a folder of a larger disk; the published run is unchanged"
              .formatted(folder, status.getRemaining(), what, bytes),
          null);
    }
  }

  /** The folders of shuffle files of this machine's executors. */
  static Map<String, String> scratch(SparkConf conf) {
    Map<String, String> folders = new LinkedHashMap<>();
    String given = System.getenv("SPARK_LOCAL_DIRS");
    String all =
        given == null ? conf.get("spark.local.dir", System.getProperty("java.io.tmpdir")) : given;
    for (String folder : all.split(",")) {
      folders.put(
          "spark.local.dir" + (folders.isEmpty() ? "" : " " + (folders.size() + 1)), folder);
    }
    return folders;
  }

  private static String left(Map<String, String> folders, Configuration hadoop) {
    List<String> left = new ArrayList<>();
    folders.forEach((key, folder) -> left.add(key + " " + left(FileSystems.path(folder), hadoop)));
    return String.join("; ", left);
  }

  private static String left(Path folder, Configuration hadoop) {
    try {
      FsStatus status = FileSystems.of(folder, hadoop).getStatus(folder);
      return "%s has %,d of %,d bytes left"
          .formatted(folder, status.getRemaining(), status.getCapacity());
    } catch (IOException | RuntimeException e) {
      return folder + " does not report its free space";
    }
  }
}
