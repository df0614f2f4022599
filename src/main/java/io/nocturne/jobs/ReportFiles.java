package io.nocturne.jobs;

import io.nocturne.config.ConfigurationException;
import io.nocturne.spark.store.FileStore;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.RunRoot;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Where a report is written: into the run, and to {@code report.path}, a place that whoever started
 * the job knows beforehand. Each is replaced in one step.
 */
final class ReportFiles {
  private static final long LONGEST_REPORT = 64L << 20;

  private final Report report;
  private RunRoot root;
  private String path = "";

  ReportFiles(Report report) {
    this.report = report;
  }

  /** From now on the report is written into its run, which lies below this root. */
  synchronized void in(RunRoot runs) {
    root = runs;
  }

  /**
   * From now on the report is written to this path too. A report that lies there is deleted: should
   * this job be killed, nobody takes that one for this job's.
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
        throw new IOException("it is a file that is no report, which would be lost");
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
    } catch (RuntimeException e) { // it is no json
      return false;
    }
  }

  /** Writes the report to both places, as far as they are known. */
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

  /** Likewise, where nobody is left to be told of a failure. */
  boolean writeIfPossible() {
    try {
      write();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns what was thrown, this time or before. */
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
