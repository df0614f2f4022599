package io.nocturne.nn.optim;

/**
 * What makes up for averaging: V workers that make a V-th of the steps each, whose mean moves as
 * far as one of them, learn about V times slower an epoch.
 */
public enum Compensation {
  /** Nothing. */
  NONE,
  /** Smaller batches and longer steps, see {@link Averaging}. */
  STEP_SIZE,
  /**
   * Nesterov momentum 1 - 1/V between rounds, so that a steady update adds up to V times itself
   * (Chen and Huo, "Scalable training of deep learning machines by incremental block training",
   * 2016, section 3).
   */
  MOMENTUM
}
