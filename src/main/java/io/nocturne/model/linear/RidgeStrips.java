package io.nocturne.model.linear;

import io.nocturne.math.SortedRow;

/**
 * Completes the strips of a Gram matrix on their way into their tiles: adds Lambda to the diagonal,
 * and subtracts the means where they are asked for, while the sums are still doubles.
 */
final class RidgeStrips implements SortedRow.Strips {
  private final SortedRow.Strips tiles;
  private final Ridge ridge;
  private final float[] counts;
  private final float[] sums;
  private final int users;
  private final double[] added;

  /**
   * @param counts the number of users who have each item
   * @param sums X'1, for centring
   */
  RidgeStrips(SortedRow.Strips tiles, Ridge ridge, float[] counts, float[] sums, int users) {
    this.tiles = tiles;
    this.ridge = ridge;
    this.counts = counts;
    this.sums = sums;
    this.users = users;
    this.added = new double[tiles.n()];
  }

  /** Lambda, [items], once all strips are set. */
  double[] added() {
    return added;
  }

  @Override
  public int n() {
    return tiles.n();
  }

  @Override
  public int stripHeight() {
    return tiles.stripHeight();
  }

  @Override
  public void setStrip(int s, double[] strip) {
    int first = stripFirst(s);
    int width = stripEnd(s);
    for (int i = 0; i < width - first; i++) {
      int row = i * width;
      double lambda = ridge.added(strip[row + first + i], counts[first + i]);
      added[first + i] = lambda;
      if (ridge.isCentred()) {
        double mean = (double) sums[first + i] / users;
        for (int j = 0; j < width; j++) {
          strip[row + j] -= mean * sums[j];
        }
      }
      strip[row + first + i] += lambda;
    }
    tiles.setStrip(s, strip);
  }
}
