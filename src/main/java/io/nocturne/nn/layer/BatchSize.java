package io.nocturne.nn.layer;

import io.nocturne.math.LongestArray;
import io.nocturne.nn.batch.Tiles;

/**
 * The expected size of a batch, from which layers compute their memory and work.
 *
 * @param rows how many histories
 * @param positions how many rows every activation has
 * @param inputs how many items all positions read together
 * @param items how many items there are
 * @param columns how many of them the output layer scores
 * @param targets how many targets all positions have together
 * @param threads how many threads compute
 */
public record BatchSize(
    long rows,
    long positions,
    double inputs,
    int items,
    double columns,
    double targets,
    int threads) {

  /** How the columns are cut. */
  Tiles tiles() {
    return Tiles.of((int) Math.ceil(columns));
  }

  /**
   * The floats of an array with a number of floats per position.
   *
   * @throws IllegalArgumentException if there is no such array
   */
  public long floats(long width) {
    long floats = positions * width;
    if (floats > LongestArray.LENGTH) {
      throw new IllegalArgumentException(
          "Invalid batch: %,d rows x %,d units (expected at most %,d together, the longest array). Lower train.batch or the widths of the layers"
              .formatted(positions, width, LongestArray.LENGTH));
    }
    return floats;
  }
}
