package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The held-out data of a user: the history that the model is given, the targets it should find, and
 * the weights of held-out interactions with items outside the catalogue.
 */
final class HeldOut implements Serializable {
  private static final long serialVersionUID = 1;

  private final History foldIn;
  private final History targets;
  private final float[] unknownWeights;
  private final int alreadyKnown;

  HeldOut(History foldIn, History targets) {
    this(foldIn, targets, new float[0], 0);
  }

  /**
   * @param unknownWeights the weights of held-out interactions with items outside the catalogue
   * @param alreadyKnown the number of held-out interactions that are not targets, as the user had
   *     their items before
   */
  HeldOut(History foldIn, History targets, float[] unknownWeights, int alreadyKnown) {
    this.foldIn = foldIn;
    this.targets = targets;
    this.unknownWeights = unknownWeights;
    this.alreadyKnown = alreadyKnown;
  }

  History foldIn() {
    return foldIn;
  }

  History targets() {
    return targets;
  }

  /** The weights of held-out interactions with unknown items; they must not be modified. */
  float[] unknownWeights() {
    return unknownWeights;
  }

  int alreadyKnown() {
    return alreadyKnown;
  }

  /** Whether there is anything for a list of items to find. */
  boolean hasTargets() {
    return !targets.isEmpty();
  }

  /** Whether nothing is held out but interactions with unknown items. */
  boolean isUnknownOnly() {
    return targets.isEmpty() && unknownWeights.length > 0;
  }

  /**
   * Returns this with new item indices; targets without one become unknown.
   *
   * @param shared a history that may be the fold-in, and then is not copied twice
   * @param reindexed that history with new indices
   */
  HeldOut reindex(int[] newIndex, History shared, History reindexed) {
    boolean[] lost = new boolean[targets.size()];
    for (int k = 0; k < lost.length; k++) {
      lost[k] = newIndex[targets.items()[k]] < 0;
    }
    float[] more = targets.filter(lost).weights();
    float[] unknown = Arrays.copyOf(unknownWeights, unknownWeights.length + more.length);
    System.arraycopy(more, 0, unknown, unknownWeights.length, more.length);
    History newFoldIn = foldIn == shared ? reindexed : foldIn.reindex(newIndex);
    return new HeldOut(newFoldIn, targets.reindex(newIndex), unknown, alreadyKnown);
  }
}
