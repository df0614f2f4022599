package io.nocturne.spark.train;

import io.nocturne.model.Parameters;
import java.nio.FloatBuffer;

/** Puts blocks of any size together to those that models are stored in. */
final class ParametersBuilder {
  private final float[][] blocks;
  private int at;

  /**
   * @param length how many floats there will be
   */
  ParametersBuilder(int length) {
    int whole = Parameters.BLOCK_FLOATS;
    blocks = new float[(int) (((long) length + whole - 1) / whole)][];
    for (int b = 0; b < blocks.length; b++) {
      blocks[b] = new float[(int) Math.min(whole, length - (long) b * whole)];
    }
  }

  /** Adds the floats that come next. */
  void add(byte[] bytes) {
    FloatBuffer floats = BlockBytes.view(bytes, 0, bytes.length);
    while (floats.hasRemaining()) {
      float[] block = blocks[at / Parameters.BLOCK_FLOATS];
      int from = at % Parameters.BLOCK_FLOATS;
      int length = Math.min(block.length - from, floats.remaining());
      floats.get(block, from, length);
      at += length;
    }
  }

  Parameters build() {
    return new Parameters(blocks);
  }
}
