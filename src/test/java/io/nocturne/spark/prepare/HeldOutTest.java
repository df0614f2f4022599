package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.History;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private static final HeldOut HELD_OUT =
      new HeldOut(
          new History(new int[] {1, 2}, new float[] {1, 2}, new long[2]),
          new History(new int[] {2, 0, 1}, new float[] {5, 4, 3}, new long[3]),
          new float[] {2, 1},
          6);

  /** Weights of items that the catalogue turns out not to have join those of the unknown ones. */
  @Test
  void whatNoModelCanKnowKeepsItsRating() {
    HeldOut reindexed = HELD_OUT.reindex(new int[] {-1, 0, -1}, History.EMPTY, History.EMPTY);
    assertArrayEquals(new int[] {0}, reindexed.foldIn().items());
    assertArrayEquals(new int[] {0}, reindexed.targets().items());
    assertArrayEquals(new float[] {3}, reindexed.targets().weights());
    assertArrayEquals(new float[] {2, 1, 5, 4}, reindexed.unknownWeights());
    assertTrue(reindexed.hasTargets() && !reindexed.isUnknownOnly());
    assertEquals(6, reindexed.alreadyKnown());
  }

  @Test
  void nothingToFindMayStillHaveRatings() {
    HeldOut lost = HELD_OUT.reindex(new int[] {-1, -1, -1}, History.EMPTY, History.EMPTY);
    assertTrue(!lost.hasTargets() && lost.isUnknownOnly());
    HeldOut nothing = new HeldOut(History.EMPTY, History.EMPTY);
    assertFalse(nothing.hasTargets() || nothing.isUnknownOnly());
  }
}
