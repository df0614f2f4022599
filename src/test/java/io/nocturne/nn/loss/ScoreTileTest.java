package io.nocturne.nn.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Matrix;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.RandomHistories;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.HistoryTargets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The offsets of scores, targets and statistics of a batch. */
class ScoreTileTest {
  private static Batch batch(int items) {
    SparseRows rows = RandomHistories.of(2, 30, items, .1);
    Batch batch = new Batch();
    new BatchMaker(rows, new Corruption(false, 0), new HistoryTargets(), null, false)
        .make(RandomHistories.inOrder(30), 0, 30, 7, batch);
    return batch;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, 700, 9000})
  void targetsPointToTheScoreOfTheirColumn(int items) {
    Batch batch = batch(items);
    ScoreBlock block = new ScoreBlock();
    block.reserve(batch);
    int targets = 0;
    for (int t = 0; t < batch.tiles().count(); t++) {
      ScoreTile tile = block.tile(t);
      assertEquals(targets, tile.firstTarget());
      for (int k = tile.firstTarget(); k < tile.endTarget(); k++) {
        int column = batch.targetColumns()[k];
        assertTrue(column >= tile.firstColumn() && column < tile.firstColumn() + tile.columns());
        int row = batch.targetPositions()[k];
        assertEquals(tile.at(row) + column - tile.firstColumn(), tile.atTarget(k));
      }
      targets = tile.endTarget();
    }
    assertEquals(batch.targetStarts()[batch.tiles().count()], targets);
  }

  /** Scores have distinct offsets within the block, and so have statistics. */
  @Test
  void tilesDoNotOverlap() {
    ScoreBlock block = new ScoreBlock();
    Batch batch = batch(700);
    block.reserve(batch);
    int end = 0;
    for (int t = 0; t < batch.tiles().count(); t++) {
      ScoreTile tile = block.tile(t);
      Matrix scores = tile.scores();
      assertSame(block.scores(), scores.values());
      assertEquals(end, scores.from());
      assertEquals(30, scores.rows());
      assertEquals(batch.tiles().width(t), scores.columns());
      assertEquals(tile.at(1) - tile.at(0), scores.stride());
      assertEquals(t * 30 + 29, tile.statistic(29));
      end = tile.at(29) + tile.stride();
    }
    assertTrue(end <= block.scores().length);
  }
}
