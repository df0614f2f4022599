package io.nocturne.math.linear;

import java.io.Serializable;

/**
 * Solves for the columns of an item x item matrix, one at a time and each from the products of a
 * few items, in any order and anywhere.
 */
public interface ColumnSolver extends Serializable {

  /** Solves columns in one thread, with buffers of its own. */
  Worker on(SparseGram gram);

  /** Solves one column after another. */
  interface Worker {

    /** The column of the item of that rank: a function of the Gram matrix only. */
    SparseColumn solve(int rank);
  }
}
