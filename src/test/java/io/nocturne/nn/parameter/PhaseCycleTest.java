package io.nocturne.nn.parameter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhaseCycleTest {
  @Test
  void phasesAlternate() {
    PhaseCycle cycle = PhaseCycle.alternating(3, 2);
    StringBuilder phases = new StringBuilder();
    for (int epoch = 0; epoch < 11; epoch++) {
      phases.append(cycle.phase(epoch).name().charAt(0));
    }
    assertEquals("EEEDDEEEDDE", phases.toString());
    assertEquals(5, cycle.epochs());
    assertTrue(cycle.alternates());
    assertEquals(Phase.ALL, PhaseCycle.ALL.phase(7));
    assertEquals(1, PhaseCycle.ALL.epochs());
    assertFalse(PhaseCycle.ALL.alternates());
  }

  @Test
  void countsEpochsPerPhase() {
    PhaseCycle cycle = PhaseCycle.alternating(3, 2);
    assertEquals(7, cycle.encoderEpochs(11));
    assertEquals(11, PhaseCycle.ALL.encoderEpochs(11));
    assertEquals(3, cycle.others(Phase.DECODER, 4, 9));
    assertEquals(2, cycle.others(Phase.ENCODER, 4, 9));
    assertEquals(0, PhaseCycle.ALL.others(Phase.ALL, 0, 9));
  }

  @ParameterizedTest
  @EnumSource
  void phasesTrainTheirPart(Phase phase) {
    assertEquals(phase != Phase.DECODER, phase.trainsEncoder());
    assertEquals(phase != Phase.ENCODER, phase.trainsDecoder());
    assertTrue(phase.trainsEncoder() || phase.trainsDecoder());
  }

  @Test
  void rejectsPartsWithoutEpochs() {
    for (int[] epochs : new int[][] {{0, 1}, {1, 0}, {-1, 2}}) {
      assertEquals(
          "Invalid epochs of encoder and decoder: %d and %d (expected 1 or more each)"
              .formatted(epochs[0], epochs[1]),
          assertThrows(
                  IllegalArgumentException.class,
                  () -> PhaseCycle.alternating(epochs[0], epochs[1]))
              .getMessage());
    }
  }
}
