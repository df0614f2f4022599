package io.nocturne.spark.train;

import java.io.Serializable;

/**
 * Is called at certain points of a round, on the executors: for tests of what can go wrong there.
 */
public interface RoundHook extends Serializable {
  /** Does nothing. */
  RoundHook NONE = (point, round, worker) -> {};

  /** The points. */
  enum Point {
    /** A task has read the first block of the state. */
    READING,
    /** A worker is about to learn. */
    LEARNING,
    /** A worker has learnt from its shard once and goes on with another epoch of the round. */
    EPOCH,
    /** A worker has learnt and has sent nothing yet. */
    LEARNT,
    /** A reducer has read the first part of a block. */
    REDUCING
  }

  /**
   * At a point.
   *
   * @param round from 1 on
   * @param worker from 0 on
   */
  void at(Point point, int round, int worker);
}
