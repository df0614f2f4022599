package io.nocturne.spark.train.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Momentum over parameters in two blocks; it does not change the moments in a third one. */
class OuterMomentumTest {
  private static final BlockLayout LAYOUT = TestLayouts.of(2, 3, 2);

  private static StateBlocks state(int epochs, float... floats) {
    return new StateBlocks(
        LAYOUT,
        new StateBlocks.Progress(5L * epochs, epochs, 9L * epochs),
        TestLayouts.blocks(LAYOUT, Arrays.copyOf(floats, 3), Arrays.copyOfRange(floats, 3, 5)));
  }

  /** All floats of a state in order of blocks. */
  private static float[] floats(StateBlocks state) {
    float[] floats = new float[5];
    int at = 0;
    for (byte[] block : state.blocks()) {
      for (float number : BlockBytes.floats(block)) {
        floats[at++] = number;
      }
    }
    return floats;
  }

  @Test
  void meanIsTheStateWithoutMomentum() {
    OuterMomentum none = new OuterMomentum(0);
    StateBlocks mean = state(1, 1, 2, 3, 4, 5);
    assertSame(mean, none.apply(state(0, 0, 0, 0, 0, 0), mean));
    assertEquals(List.of(), none.blocks());
  }

  /** u := m u + d, theta := theta + d + m u; the numbers are exact with m = 1/2. */
  @Test
  void followsTheFormula() {
    OuterMomentum momentum = new OuterMomentum(.5);
    StateBlocks first = momentum.apply(state(0, 1, 1, 1, 7, 7), state(1, 3, 1, 0, 8, 9));
    // d = u = 2, 0, -1
    assertArrayEquals(new float[] {4, 1, -.5f, 8, 9}, floats(first));
    assertEquals(new StateBlocks.Progress(5, 1, 9), first.progress());
    StateBlocks second = momentum.apply(first, state(2, 5, 2, -.5f, 1, 1));
    // d = 1, 1, 0 and u = 2, 1, -1/2
    assertArrayEquals(new float[] {6, 2.5f, -.75f, 1, 1}, floats(second));
    assertEquals(2, second.epochs());
  }

  /** A constant update d grows to d / (1 - m) per round: V d for m = 1 - 1/V. */
  @Test
  void constantUpdatesAddUp() {
    OuterMomentum momentum = new OuterMomentum(.75);
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
  void resumesFromItsBlocks() {
    OuterMomentum through = new OuterMomentum(.9);
    StateBlocks before = state(0, 1, 2, 3, 0, 0);
    StateBlocks middle = through.apply(before, state(1, .3f, .4f, .1f, 0, 0));
    OuterMomentum continued = new OuterMomentum(.9);
    continued.restore(through.blocks());
    assertEquals(2, continued.blocks().size());
    StateBlocks mean = state(2, .7f, -.2f, .6f, 0, 0);
    assertArrayEquals(
        floats(through.apply(middle, mean)), floats(continued.apply(middle, mean)), 0f);
  }

  @Test
  void doesNotChangeItsArguments() {
    StateBlocks before = state(0, 1, 2, 3, 4, 5);
    StateBlocks mean = state(1, 5, 4, 3, 2, 1);
    new OuterMomentum(.5).apply(before, mean);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5}, floats(before));
    assertArrayEquals(new float[] {5, 4, 3, 2, 1}, floats(mean));
  }

  /**
   * The last of three parameters belongs to a prior: in a round that updates it, and in one that
   * does not.
   */
  @Test
  void priorsHaveNoMomentum() {
    OuterMomentum momentum = new OuterMomentum(.5);
    StateBlocks renewed = momentum.apply(withPrior(1, 1, 1, 7, 7), withPrior(3, 1, 5, 8, 9));
    assertArrayEquals(new float[] {4, 1, 5, 8, 9}, floats(renewed));
    StateBlocks kept = momentum.apply(renewed, withPrior(4, 1, 5, 8, 9));
    assertArrayEquals(new float[] {4.5f, 1, 5, 8, 9}, floats(kept), "the encoder goes on");
    assertEquals(1, momentum.blocks().size(), "no velocity of the prior");
  }

  private static StateBlocks withPrior(float... floats) {
    BlockLayout layout =
        new BlockLayout(
            List.of(
                TestLayouts.array("encoder", StateArray.Role.TRAINED, StateArray.SHARED, 2),
                TestLayouts.array("prior", StateArray.Role.DERIVED, StateArray.SHARED, 1),
                TestLayouts.array("first", StateArray.Role.OPTIMIZER, StateArray.SHARED, 2)),
            16);
    return new StateBlocks(
        layout,
        new StateBlocks.Progress(0, 0, 0),
        TestLayouts.blocks(
            layout,
            Arrays.copyOf(floats, 2),
            new float[] {floats[2]},
            Arrays.copyOfRange(floats, 3, 5)));
  }
}
