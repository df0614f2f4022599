package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.io.Serializable;

/**
 * What a user is measured by: the history that the model is given, and what it should then find.
 */
final class HeldOut implements Serializable {
  private static final long serialVersionUID = 1;

  private final History foldIn;
  private final History targets;

  HeldOut(History foldIn, History targets) {
    this.foldIn = foldIn;
    this.targets = targets;
  }

  History foldIn() {
    return foldIn;
  }

  History targets() {
    return targets;
  }

  HeldOut reindex(int[] newIndex) {
    return new HeldOut(foldIn.reindex(newIndex), targets.reindex(newIndex));
  }
}
