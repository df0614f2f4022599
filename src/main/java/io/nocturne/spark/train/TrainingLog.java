package io.nocturne.spark.train;

/** Is told the figures of a training. */
interface TrainingLog {
  /**
   * Before the first round.
   *
   * @param workers how many learn
   * @param arithmetic what all of them compute with
   */
  void begun(int workers, String arithmetic);

  /** After each round. */
  void completed(Round round);
}
