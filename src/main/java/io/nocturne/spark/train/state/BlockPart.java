package io.nocturne.spark.train.state;

import java.io.Serializable;

/** One worker's result for one block. */
public final class BlockPart implements Serializable {
  private static final long serialVersionUID = 1;

  private final long examples;
  private final byte[] patch;

  /**
   * @param examples the number of examples the worker has trained on in this round: its weight in
   *     the mean
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
