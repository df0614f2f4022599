package io.nocturne.spark.train;

import io.nocturne.math.Products;
import io.nocturne.spark.train.round.Round;

/** Receives the figures of a training. */
interface TrainingLog {
  /**
   * Called before the first round.
   *
   * @param workers the number of workers
   * @param arithmetic the arithmetic of all executors
   * @param products the BLAS of the executors, and why it was chosen
   */
  void started(int workers, String arithmetic, Products products);

  /** Called after each round. */
  void completed(Round round);
}
