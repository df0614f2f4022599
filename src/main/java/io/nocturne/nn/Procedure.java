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
 */
record Procedure(ArrayList<Phase> phases, boolean refeeds, double negatives)
    implements Serializable {
  /** Nothing. */
  static final Procedure PLAIN = new Procedure(new ArrayList<>(List.of(Phase.ALL)), false, 0);

  /** The encoder for some epochs, then the decoder for some, and so on. */
  static Procedure alternating(int encoderEpochs, int decoderEpochs) {
    if (encoderEpochs < 1 || decoderEpochs < 1) {
      throw new IllegalArgumentException(
          "Invalid epochs of encoder and decoder: %d and %d (expected 1 or more each)"
              .formatted(encoderEpochs, decoderEpochs));
    }
    ArrayList<Phase> phases = new ArrayList<>();
    for (int k = 0; k < encoderEpochs; k++) {
      phases.add(Phase.ENCODER);
    }
    for (int k = 0; k < decoderEpochs; k++) {
      phases.add(Phase.DECODER);
    }
    return new Procedure(phases, false, 0);
  }

  /** What an epoch teaches, counted from 0. */
  Phase phase(int epoch) {
    return phases.get(epoch % phases.size());
  }
}
