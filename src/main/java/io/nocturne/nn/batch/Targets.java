package io.nocturne.nn.batch;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import java.io.Serializable;

/** What the positions of a history predict. */
public interface Targets extends Serializable {
  /** Adds targets to a batch; has buffers, so one is needed for each thread. */
  interface Source {
    /**
     * Adds the targets of one history.
     *
     * @param firstPosition the first position of this row in the batch
     * @param random a stream that the rows of a batch share, in their order
     */
    void add(SparseRows rows, int row, int firstPosition, SplitMix64 random, TargetList targets);
  }

  /**
   * The source of one thread.
   *
   * @param items how many items there are
   */
  Source source(int items);

  /**
   * The expected number of targets of a history.
   *
   * @param length how many items it has
   * @param items how many items there are
   */
  double expected(double length, int items);

  /** The number of negatives drawn for each item of a history. */
  default double negatives() {
    return 0;
  }

  /** Whether each item of a history is a separate position. */
  default boolean isSequential() {
    return false;
  }
}
