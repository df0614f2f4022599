package io.nocturne.spark.store;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Deletes old runs and leftovers of killed publications. The new run is already live, so a failure
 * here is reported but does not fail the job.
 */
final class Retention {
  /** Longer than any publication takes. */
  private static final Duration AGE_OF_LEFTOVERS = Duration.ofDays(1);

  private final RunRoot root;
  private final FileStore files;
  private final int keep;
  private final Consumer<String> progress;

  /**
   * @param keep the number of runs to keep, including the live one
   */
  Retention(RunRoot root, int keep, Consumer<String> progress) {
    this.root = root;
    this.files = root.files();
    this.keep = keep;
    this.progress = progress;
  }

  void apply(LocalDate date, Path live, long millis) {
    try {
      List<FileStatus> runs = root.runs();
      for (FileStatus manifest : runs.subList(Math.min(keep, runs.size()), runs.size())) {
        Path run = manifest.getPath().getParent();
        if (!run.equals(live)) {
          // the manifest first: without it, a half-deleted run does not count as a run
          report(
              files.deleteIfPossible(manifest.getPath()) && files.deleteIfPossible(run),
              "the old run " + run);
        }
      }
      for (Path left : root.leftovers(date, millis - AGE_OF_LEFTOVERS.toMillis())) {
        report(files.deleteIfPossible(left), "leftovers of a killed job: " + left);
      }
      for (Path folder : root.dates()) {
        files.deleteIfEmpty(folder);
      }
    } catch (IOException e) {
      progress.accept("cannot list old runs in %s: %s".formatted(root.path(), e.getMessage()));
    }
  }

  private void report(boolean dropped, String what) {
    progress.accept((dropped ? "dropped " : "cannot drop ") + what);
  }
}
