package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Momentum over parameters in two blocks, with moments in a third one that it leaves alone. */
class OuterMomentumTest {
  private static final BlockLayout LAYOUT = new BlockLayout(List.of(3, 2), 2);

  private static StateBlocks state(int epochs, float... floats) {
    return new StateBlocks(
        LAYOUT,
        new StateBlocks.Progress(5L * epochs, epochs, 9L * epochs),
        List.of(
            BlockBytes.of(floats, 0, 2), BlockBytes.of(floats, 2, 1), BlockBytes.of(floats, 3, 2)));
  }

  private static float[] floats(StateBlocks state) {
    float[] floats = new float[5];
    BlockBytes.copy(state.blocks().get(0), floats, 0);
    BlockBytes.copy(state.blocks().get(1), floats, 2);
    BlockBytes.copy(state.blocks().get(2), floats, 3);
    return floats;
  }

  @Test
  void withoutItTheMeanIsTheState() {
    OuterMomentum none = new OuterMomentum(0, 3);
    StateBlocks mean = state(1, 1, 2, 3, 4, 5);
    assertSame(mean, none.apply(state(0, 0, 0, 0, 0, 0), mean));
    assertEquals(List.of(), none.blocks());
  }

  /** u := m u + d, theta := theta + d + m u; the numbers are exact with m = 1/2. */
  @Test
  void theFormula() {
    OuterMomentum momentum = new OuterMomentum(.5, 3);
    StateBlocks first = momentum.apply(state(0, 1, 1, 1, 7, 7), state(1, 3, 1, 0, 8, 9));
    // d = u = 2, 0, -1
    assertArrayEquals(new float[] {4, 1, -.5f, 8, 9}, floats(first));
    assertEquals(new StateBlocks.Progress(5, 1, 9), first.progress());
    StateBlocks second = momentum.apply(first, state(2, 5, 2, -.5f, 1, 1));
    // d = 1, 1, 0 and u = 2, 1, -1/2
    assertArrayEquals(new float[] {6, 2.5f, -.75f, 1, 1}, floats(second));
    assertEquals(2, second.epochs());
  }

  /** A steady update d comes to d / (1 - m) a round: V times itself for m = 1 - 1/V. */
  @Test
  void aSteadyUpdateAddsUp() {
    OuterMomentum momentum = new OuterMomentum(.75, 3);
    StateBlocks state = state(0, 0, 0, 0, 0, 0);
    float before = 0;
    float step = 0;
    for (int round = 1; round <= 60; round++) {
      float[] mean = floats(state);
      before = mean[0];
      mean[0] += 1;
      state = momentum.apply(state, state(round, mean));
      step = floats(state)[0] - before;
    }
    assertEquals(4, step, 1e-4);
  }

  @Test
  void itGoesOnFromItsBlocks() {
    OuterMomentum through = new OuterMomentum(.9, 3);
    StateBlocks before = state(0, 1, 2, 3, 0, 0);
    StateBlocks middle = through.apply(before, state(1, .3f, .4f, .1f, 0, 0));
    OuterMomentum continued = new OuterMomentum(.9, 3);
    continued.restore(through.blocks());
    assertEquals(2, continued.blocks().size());
    StateBlocks mean = state(2, .7f, -.2f, .6f, 0, 0);
    assertArrayEquals(
        floats(through.apply(middle, mean)), floats(continued.apply(middle, mean)), 0f);
  }

  @Test
  void theStatesThatItReadsStayAsTheyAre() {
    StateBlocks before = state(0, 1, 2, 3, 4, 5);
    StateBlocks mean = state(1, 5, 4, 3, 2, 1);
    new OuterMomentum(.5, 3).apply(before, mean);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5}, floats(before));
    assertArrayEquals(new float[] {5, 4, 3, 2, 1}, floats(mean));
  }

  /**
   * The last of three parameters is of a prior: in a round that renews it, and in one that does
   * not.
   */
  @Test
  void aPriorIsTheMeanAndMovesNoFurther() {
    OuterMomentum momentum = new OuterMomentum(.5, 2);
    StateBlocks renewed = momentum.apply(state(0, 1, 1, 1, 7, 7), state(1, 3, 1, 5, 8, 9));
    assertArrayEquals(new float[] {4, 1, 5, 8, 9}, floats(renewed));
    StateBlocks kept = momentum.apply(renewed, state(2, 4, 1, 5, 8, 9));
    assertArrayEquals(new float[] {4.5f, 1, 5, 8, 9}, floats(kept), "the encoder goes on");
    assertArrayEquals(new float[1], BlockBytes.floats(momentum.blocks().get(1)), "no velocity");
  }
}
