package io.nocturne.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileStatus;

/**
 * Clears what an earlier run of the same date has left unfinished, but for the rounds of a
 * training, which may go on; makes the sample's missing days.
 */
final class BeginStep implements Step {
  @Override
  public String label() {
    return "begin";
  }

  @Override
  public void run(RunContext run) {
    try {
      for (FileStatus entry : run.root().files().list(run.work())) {
        if (!entry.getPath().getName().equals(TrainStep.CHECKPOINTS)) {
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
