package io.nocturne.spark.train.rows;

import io.nocturne.math.SparseRows;
import java.io.Serializable;

/** The histories of one worker, in their canonical order. */
public final class Shard implements Serializable {
  private static final long serialVersionUID = 1;

  private final int worker;
  private final SparseRows rows;

  /**
   * @param worker the worker's number, from 0 on
   * @param rows [rows x items]
   */
  Shard(int worker, SparseRows rows) {
    this.worker = worker;
    this.rows = rows;
  }

  public int worker() {
    return worker;
  }

  public SparseRows rows() {
    return rows;
  }
}
