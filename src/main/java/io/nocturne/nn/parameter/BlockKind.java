package io.nocturne.nn.parameter;

/** What the numbers of a block are. */
public enum BlockKind {
  /** Floats that follow gradients (or are solved for) and that weight decay applies to. */
  WEIGHTS,
  /** Floats that follow gradients and that weight decay leaves alone: biases and gains. */
  BIASES,
  /** Floats that are computed from other blocks: no gradient changes them. */
  DERIVED,
  /** Integers, such as the columns of a sparse matrix. */
  INTEGERS;

  /** Whether gradients change it. */
  public boolean isTrained() {
    return this == WEIGHTS || this == BIASES;
  }
}
