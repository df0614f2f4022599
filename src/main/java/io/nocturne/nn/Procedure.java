package io.nocturne.nn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a step of a network has beside forward, backward and update.
 *
 * @param phases what the epochs teach, in turn
 * @param refeeds whether what was predicted is learnt from again as if it were a history with all
 *     items (Kuchaiev and Ginsburg 2017, section 2.3)
 * @param negatives how many items are drawn for each target of a row that it does not have, as
 *     targets of weight 0; for losses of targets alone
 * @param users whether each training user has a vector, which is added in the first layer
 */
record Procedure(ArrayList<Phase> phases, boolean refeeds, double negatives, boolean users)
    implements Serializable {
  /** Nothing. */
  static final Procedure PLAIN =
      new Procedure(new ArrayList<>(List.of(Phase.ALL)), false, 0, false);

  static Procedure alternating(int encoderEpochs, int decoderEpochs) {
    ArrayList<Phase> phases = new ArrayList<>();
    for (int k = 0; k < encoderEpochs; k++) {
      phases.add(Phase.ENCODER);
    }
    for (int k = 0; k < decoderEpochs; k++) {
      phases.add(Phase.DECODER);
    }
    return new Procedure(phases, false, 0, false);
  }

  /** What an epoch teaches, counted from 0. */
  Phase phase(int epoch) {
    return phases.get(epoch % phases.size());
  }
}
