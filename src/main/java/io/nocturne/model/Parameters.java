package io.nocturne.model;

import java.util.Arrays;

/**
 * What a trained model has learnt, as numbers: blocks of floats, small enough for a broadcast or a
 * row of a table each. Which float means what is the recipe's business.
 */
public final class Parameters {
  /** The largest block: 16 MB. */
  public static final int BLOCK_FLOATS = 4 << 20;

  private final float[][] blocks;

  /** Takes the blocks as they are, without copying. */
  public Parameters(float[][] blocks) {
    this.blocks = blocks;
  }

  /** Cuts a flat array into blocks, all of {@link #BLOCK_FLOATS} but the last. */
  public static Parameters ofFlat(float[] flat) {
    float[][] blocks = new float[(int) (((long) flat.length + BLOCK_FLOATS - 1) / BLOCK_FLOATS)][];
    for (int b = 0; b < blocks.length; b++) {
      int from = b * BLOCK_FLOATS;
      blocks[b] =
          Arrays.copyOfRange(flat, from, (int) Math.min(flat.length, (long) from + BLOCK_FLOATS));
    }
    return new Parameters(blocks);
  }

  /** The blocks, in order; not to be written to. */
  public float[][] blocks() {
    return blocks;
  }

  /** All blocks in one new array. */
  public float[] flat() {
    float[] flat = new float[Math.toIntExact(size())];
    int at = 0;
    for (float[] block : blocks) {
      System.arraycopy(block, 0, flat, at, block.length);
      at += block.length;
    }
    return flat;
  }

  /** How many floats there are in all. */
  public long size() {
    long size = 0;
    for (float[] block : blocks) {
      size += block.length;
    }
    return size;
  }
}
