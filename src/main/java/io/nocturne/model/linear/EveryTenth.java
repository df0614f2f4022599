package io.nocturne.model.linear;

import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/** Reports the progress of a computation at each tenth. */
final class EveryTenth implements DoubleConsumer {
  private final String what;
  private final Consumer<String> progress;
  private int tenth;

  /**
   * @param what begins each message
   * @param progress receives the messages
   */
  EveryTenth(String what, Consumer<String> progress) {
    this.what = what;
    this.progress = progress;
  }

  @Override
  public void accept(double share) {
    if ((int) (share * 10) > tenth) {
      tenth = (int) (share * 10);
      progress.accept("%s: %d %%".formatted(what, 10 * tenth));
    }
  }
}
