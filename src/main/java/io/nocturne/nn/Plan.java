package io.nocturne.nn;

import io.nocturne.config.Configuration;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.LearningRate;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.optim.Rate;
import java.io.Serializable;
import java.util.function.Consumer;

/**
 * How a network is trained by gradient descent.
 *
 * @param epochs the maximum number of epochs, 1 or more
 * @param epochsPerValidation the number of epochs between two validations, 1 or more
 * @param patience the number of validations without improvement after which it stops, 1 or more
 * @param batch the batch size of a single worker, 1 or more
 * @param learningRate of a single worker, before any schedule, more than 0
 * @param weightDecay lambda of the penalty lambda / 2 |weights|^2, 0 or more
 * @param sampled how candidates are drawn
 * @param optimization how gradients change parameters
 * @param averaging how several workers are averaged
 */
public record Plan(
    int epochs,
    int epochsPerValidation,
    int patience,
    int batch,
    double learningRate,
    double weightDecay,
    SampledSoftmax sampled,
    Optimization optimization,
    Averaging averaging)
    implements Serializable {
  /** Checks that the numbers are in range. */
  public Plan {
    atLeastOne("epochs", epochs);
    atLeastOne("epochs-per-validation", epochsPerValidation);
    atLeastOne("patience", patience);
    atLeastOne("batch", batch);
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "Invalid learning-rate: " + learningRate + " (expected a number, more than 0)");
    }
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new IllegalArgumentException(
          "Invalid weight-decay: " + weightDecay + " (expected a number, 0 or more)");
    }
    requireWithin(epochs, optimization);
  }

  /** Checks that the epochs at which something starts or ends exist. */
  private static void requireWithin(int epochs, Optimization optimization) {
    double warmUp = optimization.schedule().warmUpEpochs();
    if (warmUp > epochs) {
      throw new IllegalArgumentException(
          "Invalid schedule.warm-up-epochs: %s (expected at most epochs, %d)"
              .formatted(warmUp, epochs));
    }
    if (optimization.averageFromEpoch() > epochs) {
      throw new IllegalArgumentException(
          "Invalid average-from-epoch: %d (expected at most epochs, %d)"
              .formatted(optimization.averageFromEpoch(), epochs));
    }
  }

  /** One worker and {@link OptimizerKind#adam Adam}. */
  public Plan(
      int epochs,
      int epochsPerValidation,
      int patience,
      int batch,
      double learningRate,
      double weightDecay,
      SampledSoftmax sampled) {
    this(
        epochs,
        epochsPerValidation,
        patience,
        batch,
        learningRate,
        weightDecay,
        sampled,
        Optimization.of(OptimizerKind.adam(sampled.isOn())),
        Averaging.ALONE);
  }

  /** The plan with the defaults of {@code nightly.conf}. */
  public static Plan defaults() {
    return of(Configuration.defaults());
  }

  /**
   * The plan of the section {@code train} of a configuration.
   *
   * @throws IllegalArgumentException naming the first key whose value is out of range
   */
  public static Plan of(Configuration configuration) {
    return new PlanKeys(configuration).plan();
  }

  /** The same with another number of epochs. */
  public Plan withEpochs(int count) {
    return changed(draft -> draft.epochs = count);
  }

  /** The same with another number of epochs between two validations. */
  public Plan withEpochsPerValidation(int count) {
    return changed(draft -> draft.epochsPerValidation = count);
  }

  /** The same with another patience. */
  public Plan withPatience(int validations) {
    return changed(draft -> draft.patience = validations);
  }

  /** The same with another batch size. */
  public Plan withBatch(int histories) {
    return changed(draft -> draft.batch = histories);
  }

  /** The same with another learning rate. */
  public Plan withLearningRate(double rate) {
    return changed(draft -> draft.learningRate = rate);
  }

  /** The same with another weight decay. */
  public Plan withWeightDecay(double lambda) {
    return changed(draft -> draft.weightDecay = lambda);
  }

  /** The same with other candidates. */
  public Plan drawing(SampledSoftmax candidates) {
    return changed(draft -> draft.sampled = candidates);
  }

  /** The same with another optimization. */
  public Plan with(Optimization other) {
    return changed(draft -> draft.optimization = other);
  }

  /** The same with another averaging. */
  public Plan with(Averaging other) {
    return changed(draft -> draft.averaging = other);
  }

  /**
   * The plan of a training that comes before the last one: with another number of epochs and other
   * candidates. It may be shorter than what begins or ends at an epoch of the last one: the warm-up
   * takes all of it then, and its parameters are never a mean, as they are not a model yet.
   */
  public Plan stage(int count, SampledSoftmax candidates) {
    return changed(
        draft -> {
          draft.epochs = count;
          draft.sampled = candidates;
          draft.optimization = optimization.stage(count);
        });
  }

  private Plan changed(Consumer<PlanDraft> change) {
    PlanDraft draft = new PlanDraft(this);
    change.accept(draft);
    return draft.plan();
  }

  /** The number of epochs between two averagings. */
  public int epochsPerRound() {
    if (averaging.epochsPerRound() > 0) {
      return averaging.epochsPerRound();
    }
    return averaging.workers() == 1 ? epochsPerValidation : 1;
  }

  /** Whether a training is validated after this many epochs, if it is validated at all. */
  public boolean isValidatedAfter(int epochsDone) {
    return epochsDone % epochsPerValidation == 0 || epochsDone == epochs;
  }

  /** The number of epochs of the next round: fewer if a validation or the end comes first. */
  public int epochsOfRound(int epochsBefore) {
    int toValidation = epochsPerValidation - epochsBefore % epochsPerValidation;
    return Math.min(epochsPerRound(), Math.min(toValidation, epochs - epochsBefore));
  }

  /** The number of histories in a worker's batch. */
  public int localBatch() {
    return averaging.batch(batch);
  }

  /** The optimizer of a worker. */
  public OptimizerKind optimizer() {
    return optimization.kind();
  }

  /**
   * Whether the optimizer does not change parameters without a gradient in a step, because their
   * item is absent from the batch.
   */
  boolean itemsRest() {
    return optimizer() == OptimizerKind.LAZY_ADAM
        || optimizer() == OptimizerKind.ADAGRAD && weightDecay == 0;
  }

  /** The learning rate of a worker. */
  Rate rate(long users) {
    Rate averaged = averaging.rate(learningRate, batch, users);
    return optimization.schedule().of(averaged, users, epochs);
  }

  /**
   * The optimizer of a worker that continues from a state, including the treatment of gradients.
   */
  Optimizer optimizer(long users, OptimizerState state) {
    return optimization.optimizer(rate(users), weightDecay, state);
  }

  /** The optimizer of users' vectors: these are not averaged, so their rate is not compensated. */
  Optimizer optimizerOfUsers(long users, OptimizerState state) {
    Rate alone = LearningRate.constant(learningRate);
    Rate scheduled = optimization.schedule().of(alone, users, epochs);
    return optimization.optimizerOfUsers(scheduled, weightDecay, state);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Invalid %s: %d (expected 1 or more)".formatted(name, value));
    }
  }
}
