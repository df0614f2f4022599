package io.nocturne.nn.batch;

import io.nocturne.math.LongestArray;

/**
 * How the columns of the output layer are cut: into groups, which threads take, of tiles, which fit
 * into a core's cache. The cut depends on the number of columns only.
 *
 * @param columns how many columns there are, 1 or more
 * @param width how many of them a tile has; the last ones have fewer
 * @param perGroup how many tiles a group has
 */
public record Tiles(int columns, int width, int perGroup) {
  private static final int GROUPS = 16;
  private static final int WIDEST = 512;
  private static final int ALIGNMENT = 16;

  /** The tiles of this many columns. */
  public static Tiles of(int columns) {
    int perGroup = ceil(columns, GROUPS * WIDEST);
    int width = ceil(ceil(columns, GROUPS * perGroup), ALIGNMENT) * ALIGNMENT;
    return new Tiles(columns, width, perGroup);
  }

  /** The number of tiles. */
  public int count() {
    return ceil(columns, width);
  }

  /** The number of groups. */
  public int groups() {
    return ceil(count(), perGroup);
  }

  /** The first tile of a group; of the group after the last one: the number of tiles. */
  public int first(int group) {
    return Math.min(count(), group * perGroup);
  }

  /** The number of columns of a tile. */
  public int width(int tile) {
    return Math.min(width, columns - tile * width);
  }

  /** The number of floats for the scores of some rows: tile after tile, [rows x width] each. */
  public int size(int rows) {
    long size = (long) rows * count() * width;
    if (size > LongestArray.LENGTH) {
      throw new IllegalArgumentException(
          "Invalid batch: %,d rows x %,d columns of scores (expected at most %,d together). Lower train.batch, or draw candidates with train.sampled-softmax.negatives"
              .formatted(rows, columns, LongestArray.LENGTH));
    }
    return (int) size;
  }

  private static int ceil(int a, int b) {
    return (int) (((long) a + b - 1) / b);
  }
}
