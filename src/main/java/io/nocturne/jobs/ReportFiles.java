package io.nocturne.jobs;

import io.nocturne.config.ConfigurationException;
import io.nocturne.spark.store.FileStore;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.RunRoot;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files that a report is written to: one in the run, and {@code report.path}, which is known
 * before the job starts. Each is replaced atomically.
 */
final class ReportFiles {
  private static final long LONGEST_REPORT = 64L << 20;

  private final Report report;
  private RunRoot root;
  private String path = "";

  ReportFiles(Report report) {
    this.report = report;
  }

  /** Sets the root below which the run of the report lies. */
  synchronized void in(RunRoot runs) {
    root = runs;
  }

  /**
   * Sets a path that the report is also written to. A report there is deleted, so that if this job
   * is killed nobody takes the old report for this job's.
   *
   * @param value of report.path; empty for none
   * @throws ConfigurationException if no report can be written there
   */
  synchronized void at(String value) {
    if (value.isEmpty()) {
      return;
    }
    try {
      Path file = new Path(value);
      FileStore files = FileStore.of(file, Places.hadoop());
      if (files.isFolder(file)) {
        throw new IOException("it is a folder");
      }
      if (files.exists(file) && !isReport(files, file)) {
        throw new IOException("it is a file that is not a report and would be lost");
      }
      files.write(file, "");
      files.delete(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "Cannot write report.path: %s (%s). Set it to a file that this user may write"
              .formatted(value, e.getMessage()),
          e);
    }
    path = value;
  }

  private static boolean isReport(FileStore files, Path file) throws IOException {
    if (files.find(file).map(FileStatus::getLen).orElse(0L) > LONGEST_REPORT) {
      return false;
    }
    String text = files.read(file);
    try {
      return text.isBlank() || Json.parse(text).has("command");
    } catch (RuntimeException e) { // not JSON
      return false;
    }
  }

  /** Writes the report to both files, if known. */
  synchronized void write() throws IOException {
    IOException failed = null;
    if (root != null && report.file().isPresent()) {
      failed = write(root.files(), report.file().get(), null);
    }
    if (!path.isEmpty()) {
      Path file = new Path(path);
      failed = write(FileStore.of(file, Places.hadoop()), file, failed);
    }
    if (failed != null) {
      throw failed;
    }
  }

  /** Writes the report to both places, ignoring failures. */
  boolean writeIfPossible() {
    try {
      write();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes a file and returns the first exception, of this call or before. */
  private IOException write(FileStore files, Path file, IOException before) {
    try {
      files.write(file, report.text());
      return before;
    } catch (IOException e) {
      IOException failed =
          new IOException("Cannot write the report " + file + ": " + e.getMessage(), e);
      if (before != null) {
        failed.addSuppressed(before);
      }
      return failed;
    }
  }
}
