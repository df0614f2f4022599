package io.nocturne.nn.optim;

/**
 * How to compensate for averaging: V workers make a V-th of the steps each, and their mean moves as
 * far as one of them, so they make about V times less progress in an epoch.
 */
public enum Compensation {
  /** No compensation. */
  NONE,
  /** Smaller batches and larger steps, see {@link Averaging}. */
  STEP_SIZE,
  /**
   * Nesterov momentum 1 - 1/V between rounds, so that a steady update adds up to V times itself
   * (Chen and Huo, "Scalable training of deep learning machines by incremental block training",
   * 2016, section 3).
   */
  MOMENTUM
}
