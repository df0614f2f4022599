package io.nocturne.spark.store;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Drops old runs, and what publications that were killed have left. The new run is live by then, so
 * a failure here is told and is no failure of the job.
 */
final class Retention {
  /** Longer than any publication takes. */
  private static final Duration AGE_OF_LEFTOVERS = Duration.ofDays(1);

  private final RunRoot root;
  private final FileStore files;
  private final int keep;
  private final Consumer<String> progress;

  /**
   * @param keep how many runs stay, the live one included
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
          // the manifest first: a run that is half dropped is none
          tell(
              files.deleteIfPossible(manifest.getPath()) && files.deleteIfPossible(run),
              "the old run " + run);
        }
      }
      for (Path left : root.leftovers(date, millis - AGE_OF_LEFTOVERS.toMillis())) {
        tell(files.deleteIfPossible(left), "what a job that was killed has left: " + left);
      }
      for (Path folder : root.dates()) {
        files.deleteIfEmpty(folder);
      }
    } catch (IOException e) {
      progress.accept("cannot look for old runs in %s: %s".formatted(root.path(), e.getMessage()));
    }
  }

  private void tell(boolean dropped, String what) {
    progress.accept((dropped ? "dropped " : "cannot drop ") + what);
  }
}
