package io.nocturne.jobs;

import io.nocturne.spark.store.WorkOwner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;

/**
 * Deletes unfinished output of an earlier run of the same date, except for the rounds of a
 * training, which may resume; writes the missing days of the sample.
 */
final class BeginStep implements Step {
  private static final List<String> KEPT = List.of(TrainStep.CHECKPOINTS, WorkOwner.FILE);

  @Override
  public String label() {
    return "begin";
  }

  @Override
  public void run(RunContext run) {
    try {
      for (FileStatus entry : run.root().files().list(run.work())) {
        if (!KEPT.contains(entry.getPath().getName())) {
          run.root().files().delete(entry.getPath());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot clear " + run.work(), e);
    }
    if (run.settings().isSample()) {
      new SampleStep().run(run);
    }
  }
}
