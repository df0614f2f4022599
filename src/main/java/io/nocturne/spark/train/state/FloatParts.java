package io.nocturne.spark.train.state;

import io.nocturne.nn.parameter.Block;
import java.nio.FloatBuffer;

/** The floats of a block in the parts that models are stored in, filled piece by piece. */
final class FloatParts {
  private final float[][] parts;

  /**
   * @param length the number of floats
   */
  FloatParts(int length) {
    parts = new float[(int) Math.max(1, ((long) length + Block.PART - 1) / Block.PART)][];
    for (int p = 0; p < parts.length; p++) {
      parts[p] = new float[(int) Math.min(Block.PART, length - (long) p * Block.PART)];
    }
  }

  /** Writes floats from an index on. */
  void put(int from, FloatBuffer floats) {
    int at = from;
    while (floats.hasRemaining()) {
      float[] part = parts[at / Block.PART];
      int in = at % Block.PART;
      int length = Math.min(part.length - in, floats.remaining());
      floats.get(part, in, length);
      at += length;
    }
  }

  float[][] parts() {
    return parts;
  }
}
