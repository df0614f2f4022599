package io.nocturne.nn.optim;

import java.io.Serializable;

/**
 * How several workers train together: each from its shard of the histories, and after each round
 * all continue from the mean of their parameters, weighted by their examples.
 *
 * <p>The rule of {@link Compensation#STEP_SIZE}: with V workers, a step of a worker trains on b =
 * b_ref / sqrt(V) histories at the rate lr_ref V sqrt(b / b_ref), at most 8 lr_ref. Then the mean
 * of the workers moves in an epoch as far as one worker alone, and its noise is that of one, too,
 * to the extent that Adam's steps do not depend on the scale of gradients.
 *
 * @param workers V, 1 or more; 0 if it is still to be determined
 * @param epochsPerRound the number of epochs between two averagings; 0 for 1 with several workers,
 *     and for as many as there are between two validations with one
 */
public record Averaging(int workers, int epochsPerRound, Compensation compensation, Moments moments)
    implements Serializable {
  /** A single worker, without averaging. */
  public static final Averaging ALONE = new Averaging(1, 0, Compensation.STEP_SIZE, Moments.AUTO);

  /** The maximum number of workers. */
  public static final int MOST_WORKERS = 4096;

  private static final int LEAST_BATCH = 16;
  private static final double LARGEST_FACTOR = 8;

  /** Checks that the numbers are in range. */
  public Averaging {
    if (workers < 0 || workers > MOST_WORKERS) {
      throw new IllegalArgumentException(
          "Invalid workers: %d (expected 1 to %d, or auto)".formatted(workers, MOST_WORKERS));
    }
    if (epochsPerRound < 0) {
      throw new IllegalArgumentException(
          "Invalid epochs-per-round: %d (expected 0 or more)".formatted(epochsPerRound));
    }
  }

  /** The same with another number of workers. */
  public Averaging with(int others) {
    return new Averaging(others, epochsPerRound, compensation, moments);
  }

  /** How moments are averaged: a single worker loses nothing. */
  @Override
  public Moments moments() {
    return workers == 1 ? Moments.AVERAGE : moments;
  }

  /** The momentum between rounds. */
  public double momentum() {
    return compensation == Compensation.MOMENTUM ? 1 - 1.0 / workers : 0;
  }

  /** The batch of a worker, given the batch of a single worker. */
  public int batch(int reference) {
    if (workers == 1 || compensation != Compensation.STEP_SIZE) {
      return reference;
    }
    int wanted = (int) Math.round(reference / Math.sqrt(workers));
    return Math.max(Math.min(reference, LEAST_BATCH), wanted);
  }

  /** The learning rate of a worker: warmed up over the first epoch of all users. */
  public LearningRate rate(double reference, int referenceBatch, long users) {
    if (workers == 1 || compensation != Compensation.STEP_SIZE) {
      return LearningRate.constant(reference);
    }
    double factor = workers * Math.sqrt((double) batch(referenceBatch) / referenceBatch);
    return new LearningRate(reference, reference * Math.min(LARGEST_FACTOR, factor), users);
  }
}
