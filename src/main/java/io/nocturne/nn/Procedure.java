package io.nocturne.nn;

import io.nocturne.nn.batch.DrawnTargets;
import io.nocturne.nn.batch.HistoryTargets;
import io.nocturne.nn.batch.Targets;
import io.nocturne.nn.parameter.PhaseCycle;
import java.io.Serializable;

/**
 * The parts of a network's step in addition to forward, backward and update.
 *
 * @param cycle what the epochs train, in turn
 * @param refeeds whether what was predicted is trained on again as if it were a history with all
 *     items (Kuchaiev and Ginsburg 2017, section 2.2)
 * @param targets what positions are to predict
 * @param users whether each training user has a vector, which is added in the first layer
 * @param frozen how many layers stay as they are, from the first one on
 */
record Procedure(PhaseCycle cycle, boolean refeeds, Targets targets, boolean users, int frozen)
    implements Serializable {
  /** Every epoch trains every layer to predict the history. */
  static final Procedure PLAIN =
      new Procedure(PhaseCycle.ALL, false, new HistoryTargets(), false, 0);

  /** The encoder is trained for some epochs, then the decoder for some, and so on. */
  Procedure alternating(int encoderEpochs, int decoderEpochs) {
    PhaseCycle alternating = PhaseCycle.alternating(encoderEpochs, decoderEpochs);
    return new Procedure(alternating, refeeds, targets, users, frozen);
  }

  Procedure refeeding() {
    return new Procedure(cycle, true, targets, users, frozen);
  }

  Procedure drawing(double perTarget) {
    return predicting(perTarget > 0 ? new DrawnTargets(perTarget) : new HistoryTargets());
  }

  Procedure predicting(Targets others) {
    return new Procedure(cycle, refeeds, others, users, frozen);
  }

  Procedure withUsers() {
    return new Procedure(cycle, refeeds, targets, true, frozen);
  }

  Procedure freezing(int layers) {
    return new Procedure(cycle, refeeds, targets, users, layers);
  }
}
