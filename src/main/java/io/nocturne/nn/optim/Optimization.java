package io.nocturne.nn.optim;

import io.nocturne.config.Configuration;
import java.io.Serializable;
import java.util.Locale;

/**
 * How gradients change parameters.
 *
 * @param kind the optimizer
 * @param momentum of {@link OptimizerKind#SGD}, from 0 to below 1
 * @param schedule the factor on the learning rate
 * @param clip each component of the mean gradient of a batch is cut to [-clip, clip]; 0 for not
 * @param averageFromEpoch from which epoch on the model is the mean of the parameters after each
 *     round (Izmailov et al., "Averaging weights leads to wider optima and better generalization",
 *     2018, algorithm 1, without its cyclical learning rate); 0 for never
 */
public record Optimization(
    OptimizerKind kind, double momentum, Schedule schedule, double clip, int averageFromEpoch)
    implements Serializable {
  /** Gradients are floats. */
  private static final double LEAST_CLIP = 1e-30;

  /** Checks that the numbers are in range, and that the optimizer has a rate to schedule. */
  public Optimization {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "Invalid momentum: " + momentum + " (expected 0 or more, less than 1)");
    }
    if (clip != 0 && !(clip >= LEAST_CLIP && clip <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "Invalid clip: " + clip + " (expected 0 for none, or 1e-30 to 3.4e38)");
    }
    if (averageFromEpoch < 0) {
      throw new IllegalArgumentException(
          "Invalid average-from-epoch: %d (expected 0 or more)".formatted(averageFromEpoch));
    }
    if (kind == OptimizerKind.RPROP && !schedule.isConstant()) {
      throw new IllegalArgumentException(
          "Invalid schedule: %s, %s warm-up epochs (expected constant and 0 with the optimizer rprop, which adapts its step sizes itself)"
              .formatted(
                  schedule.shape().name().toLowerCase(Locale.ROOT), schedule.warmUpEpochs()));
    }
  }

  /** An optimizer at a constant rate, with the default momentum and nothing else. */
  public static Optimization of(OptimizerKind kind) {
    double momentum = Configuration.defaults().number("train.momentum");
    return new Optimization(kind, momentum, Schedule.CONSTANT, 0, 0);
  }

  /** The same with another schedule. */
  public Optimization with(Schedule other) {
    return new Optimization(kind, momentum, other, clip, averageFromEpoch);
  }

  /** The same with another limit of gradients. */
  public Optimization clippedTo(double limit) {
    return new Optimization(kind, momentum, schedule, limit, averageFromEpoch);
  }

  /**
   * The same for a stage of this many epochs: without a mean, and with a warm-up no longer than it.
   */
  public Optimization stage(int epochs) {
    return with(schedule.warmedUpWithin(epochs)).averagedFrom(0);
  }

  /**
   * The optimizer that continues from a state.
   *
   * @param rate the learning rate of one worker
   * @param weightDecay lambda of the penalty lambda / 2 |weights|^2
   * @throws IllegalArgumentException if the state is another optimizer's
   */
  public Optimizer optimizer(Rate rate, double weightDecay, OptimizerState state) {
    return clipped(kind.optimizer(rate, momentum, weightDecay, state));
  }

  /** The optimizer of users' vectors: a vector is in a step where its user is in the batch. */
  public Optimizer optimizerOfUsers(Rate rate, double weightDecay, OptimizerState state) {
    return clipped(kind.ofAll().optimizer(rate, momentum, weightDecay, state));
  }

  private Optimizer clipped(Optimizer optimizer) {
    return clip > 0 ? new ClippedOptimizer(optimizer, clip) : optimizer;
  }

  /** The same with the mean of parameters from another epoch on. */
  public Optimization averagedFrom(int epoch) {
    return new Optimization(kind, momentum, schedule, clip, epoch);
  }
}
