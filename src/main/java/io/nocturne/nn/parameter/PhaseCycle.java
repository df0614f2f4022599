package io.nocturne.nn.parameter;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The cycle of phases that epochs repeat.
 *
 * @param phases of one cycle, one or more
 */
public record PhaseCycle(ArrayList<Phase> phases) implements Serializable {
  /** Every epoch trains everything. */
  public static final PhaseCycle ALL = new PhaseCycle(new ArrayList<>(List.of(Phase.ALL)));

  /** The encoder for some epochs, then the decoder for some, and so on. */
  public static PhaseCycle alternating(int encoderEpochs, int decoderEpochs) {
    if (encoderEpochs < 1 || decoderEpochs < 1) {
      throw new IllegalArgumentException(
          "Invalid epochs of encoder and decoder: %d and %d (expected 1 or more each)"
              .formatted(encoderEpochs, decoderEpochs));
    }
    ArrayList<Phase> cycle = new ArrayList<>();
    cycle.addAll(Collections.nCopies(encoderEpochs, Phase.ENCODER));
    cycle.addAll(Collections.nCopies(decoderEpochs, Phase.DECODER));
    return new PhaseCycle(cycle);
  }

  /** The number of epochs in a cycle. */
  public int epochs() {
    return phases.size();
  }

  /** The phase of an epoch, counted from 0. */
  public Phase phase(int epoch) {
    return phases.get(epoch % phases.size());
  }

  /** Whether some epochs train the decoder alone. */
  public boolean alternates() {
    return phases.contains(Phase.DECODER);
  }

  /** How many of the epochs from {@code from} up to and without {@code to} have another phase. */
  public long others(Phase phase, int from, int to) {
    return IntStream.range(from, to).filter(epoch -> phase(epoch) != phase).count();
  }

  /** How many of the first epochs have trained the encoder. */
  public long encoderEpochs(int epochs) {
    return IntStream.range(0, epochs).filter(epoch -> phase(epoch).trainsEncoder()).count();
  }
}
