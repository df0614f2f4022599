package io.nocturne.nn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a step of a network has beside forward, backward and update.
 *
 * @param phases what the epochs teach, in turn
 * @param refeeds whether what was predicted is learnt from again as if it were a history with all
 *     items (Kuchaiev and Ginsburg 2017, section 2.2)
 * @param negatives how many items are drawn for each target of a row that it does not have, as
 *     targets of weight 0; for losses of targets alone
 * @param users whether each training user has a vector, which is added in the first layer
 * @param frozen how many layers stay as they are, from the first one on
 */
record Procedure(
    ArrayList<Phase> phases, boolean refeeds, double negatives, boolean users, int frozen)
    implements Serializable {
  /** Nothing. */
  static final Procedure PLAIN =
      new Procedure(new ArrayList<>(List.of(Phase.ALL)), false, 0, false, 0);

  /** The encoder for some epochs, then the decoder for some, and so on. */
  Procedure alternating(int encoderEpochs, int decoderEpochs) {
    if (encoderEpochs < 1 || decoderEpochs < 1) {
      throw new IllegalArgumentException(
          "Invalid epochs of encoder and decoder: %d and %d (expected 1 or more each)"
              .formatted(encoderEpochs, decoderEpochs));
    }
    ArrayList<Phase> cycle = new ArrayList<>();
    cycle.addAll(Collections.nCopies(encoderEpochs, Phase.ENCODER));
    cycle.addAll(Collections.nCopies(decoderEpochs, Phase.DECODER));
    return new Procedure(cycle, refeeds, negatives, users, frozen);
  }

  Procedure refeeding() {
    return new Procedure(phases, true, negatives, users, frozen);
  }

  Procedure drawing(double perTarget) {
    return new Procedure(phases, refeeds, perTarget, users, frozen);
  }

  Procedure withUsers() {
    return new Procedure(phases, refeeds, negatives, true, frozen);
  }

  Procedure freezing(int layers) {
    return new Procedure(phases, refeeds, negatives, users, layers);
  }

  /** What an epoch teaches, counted from 0. */
  Phase phase(int epoch) {
    return phases.get(epoch % phases.size());
  }
}
