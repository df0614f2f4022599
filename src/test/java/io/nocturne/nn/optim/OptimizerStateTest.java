package io.nocturne.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.PhaseCycle;
import io.nocturne.nn.parameter.RowsOf;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerStateTest {
  private static final List<BlockShape> ONE = List.of(BlockShape.biases("one", 1));

  private static OptimizerState after(long first, long second) {
    return OptimizerState.zero(OptimizerKind.ADAM, ONE).after(first, second);
  }

  /** Two steps per epoch, alternating three epochs of the encoder and one of the decoder. */
  @Test
  void countsStepsPerPart() {
    OptimizerState state = after(4, 14);
    PhaseCycle cycle = PhaseCycle.alternating(3, 1);
    state.beginEpoch(cycle, 7, 2);
    assertEquals(0, state.trainedFirstSteps(), "only the encoder since epoch 5");
    assertEquals(2, state.trainedSteps(), "epoch 3");
    state.beginEpoch(cycle, 8, 2);
    assertEquals(2, state.trainedFirstSteps(), "epoch 6");
    assertEquals(10, state.trainedSteps(), "all epochs since 1 except 3 and 7");
    state.beginEpoch(PhaseCycle.ALL, 8, 2);
    assertEquals(14, state.trainedSteps());
  }

  /** A user's vector is in one step per epoch, for any number of steps. */
  @Test
  void usersCountEpochs() {
    OptimizerState state = after(0, 0);
    PhaseCycle cycle = PhaseCycle.alternating(2, 1);
    long[] expected = {1, 2, 3, 3, 4};
    for (int epoch = 0; epoch < expected.length; epoch++) {
      state.beginEpochOfUsers(cycle, epoch);
      for (int step = 0; step < 3; step++) {
        state.nextStep();
        assertEquals(expected[epoch], state.steps(), "epoch " + epoch);
        assertEquals(expected[epoch], state.firstSteps(), "epoch " + epoch);
      }
    }
  }

  @Test
  void copiesAreIndependent() {
    List<BlockShape> shapes = List.of(BlockShape.weights("weights", RowsOf.ITEMS, 2, 3));
    OptimizerState state = OptimizerState.zero(OptimizerKind.LAZY_ADAM, shapes).after(3, 5);
    state.first(0)[1] = 7;
    state.rowSteps(0)[1] = 2;
    OptimizerState copy = state.copy();
    copy.nextStep();
    copy.second(0)[0] = 9;
    assertArrayEquals(new float[6], state.second(0));
    assertArrayEquals(state.first(0), copy.first(0));
    assertArrayEquals(new float[] {0, 2}, copy.rowSteps(0));
    assertEquals(3, state.firstSteps());
    assertEquals(4, copy.firstSteps());
    assertEquals(6, copy.steps());
  }
}
