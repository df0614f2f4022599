package io.nocturne.spark.train;

import io.nocturne.math.Products;
import io.nocturne.spark.train.round.Round;

/** Is told the figures of a training. */
interface TrainingLog {
  /**
   * Before the first round.
   *
   * @param workers how many learn
   * @param arithmetic what all of them compute with
   * @param products the BLAS among it, and why it is that one
   */
  void begun(int workers, String arithmetic, Products products);

  /** After each round. */
  void completed(Round round);
}
