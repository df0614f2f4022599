package io.nocturne.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Clears what an earlier run of the same date has left unfinished; makes the sample's missing days.
 */
final class BeginStep implements Step {
  @Override
  public String label() {
    return "begin";
  }

  @Override
  public void run(RunContext run) {
    try {
      run.root().files().delete(run.work());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot clear " + run.work(), e);
    }
    if (run.settings().isSample()) {
      new SampleStep().run(run);
    }
  }
}
