package io.nocturne.spark.train.round;

import io.nocturne.nn.TrainingState;
import java.io.Serializable;
import java.util.Optional;

/** A worker's report on its part of a round. */
public final class RoundReport implements Serializable {
  private static final long serialVersionUID = 1;

  private final int worker;
  private final String executor;
  private final long examples;
  private final long steps;
  private final int epochs;
  private final double loss;
  private final double reading;
  private final double training;
  private final String failure;

  /**
   * @param executor the id of the executor it ran on
   * @param examples the number of examples it has trained on in this round
   * @param state the state after the round
   * @param loss the mean loss of its last epoch
   * @param reading the seconds it took to read the state
   * @param training the seconds of its local steps
   * @param failure why it has failed, or null
   */
  public RoundReport(
      int worker,
      String executor,
      long examples,
      TrainingState state,
      double loss,
      double reading,
      double training,
      String failure) {
    this.worker = worker;
    this.executor = executor;
    this.examples = examples;
    this.steps = state.optimizer().steps();
    this.epochs = state.epochs();
    this.loss = loss;
    this.reading = reading;
    this.training = training;
    this.failure = failure;
  }

  int worker() {
    return worker;
  }

  /** The id of the executor it ran on. */
  String executor() {
    return executor;
  }

  long examples() {
    return examples;
  }

  public long steps() {
    return steps;
  }

  int epochs() {
    return epochs;
  }

  double loss() {
    return loss;
  }

  double reading() {
    return reading;
  }

  double training() {
    return training;
  }

  /** Why it has failed; empty if it has not. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }
}
