package io.nocturne.model;

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

  /** The blocks, in order; not to be written to. */
  public float[][] blocks() {
    return blocks;
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
