package io.nocturne.spark.train.state;

import java.io.Serializable;

/** What one worker has made of one block. */
public final class BlockPart implements Serializable {
  private static final long serialVersionUID = 1;

  private final long examples;
  private final byte[] patch;

  /**
   * @param examples how many the worker has learnt from in this round: its weight in the mean
   * @param patch see {@link BlockPatch}
   */
  public BlockPart(long examples, byte[] patch) {
    this.examples = examples;
    this.patch = patch;
  }

  long examples() {
    return examples;
  }

  byte[] patch() {
    return patch;
  }
}
