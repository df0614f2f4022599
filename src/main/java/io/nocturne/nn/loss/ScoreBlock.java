package io.nocturne.nn.loss;

import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.Tiles;
import java.util.Arrays;

/**
 * The scores of a batch tile by tile, [positions x width] each, and statistics of each position in
 * each tile. The arrays are used again.
 */
public final class ScoreBlock {
  Batch batch;
  float[] scores = new float[0];

  /** Statistics of position r in tile t, at {@code t * positions + r}: each loss has its own. */
  float[] largest = new float[0];

  float[] sums = new float[0];
  float[] targets = new float[0];

  /** Views of the tiles, which are made again only where another batch is cut otherwise. */
  private ScoreTile[] views = new ScoreTile[0];

  private Tiles tiles;
  private int positions;

  /** Makes room for the scores of a batch; the content is lost. */
  public void reserve(Batch next) {
    batch = next;
    float[] before = scores;
    scores = atLeast(scores, next.tiles().size(next.positions()));
    if (scores != before || positions != next.positions() || !next.tiles().equals(tiles)) {
      tiles = next.tiles();
      positions = next.positions();
      views = new ScoreTile[tiles.count()];
      Arrays.setAll(views, tile -> ScoreTile.of(this, tile));
    }
    int statistics = next.tiles().count() * next.positions();
    largest = atLeast(largest, statistics);
    sums = atLeast(sums, statistics);
    targets = atLeast(targets, statistics);
  }

  /** Without room to spare: these arrays are the largest, and all full batches have one size. */
  public static float[] atLeast(float[] array, int length) {
    return array.length >= length ? array : new float[length];
  }

  /** The batch whose scores these are. */
  public Batch batch() {
    return batch;
  }

  /** The scores, or after the way back their gradients. */
  public float[] scores() {
    return scores;
  }

  /** One of the tiles. */
  public ScoreTile tile(int tile) {
    return views[tile];
  }
}
