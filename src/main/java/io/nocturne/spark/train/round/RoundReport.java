package io.nocturne.spark.train.round;

import io.nocturne.nn.TrainingState;
import java.io.Serializable;
import java.util.Optional;

/** What a worker says of its part of a round. */
public final class RoundReport implements Serializable {
  private static final long serialVersionUID = 1;

  private final int worker;
  private final String executor;
  private final long examples;
  private final long steps;
  private final int epochs;
  private final double loss;
  private final double reading;
  private final double learning;
  private final String failure;

  /**
   * @param executor the id of the one it ran on
   * @param examples how many examples it has learnt from in this round
   * @param state after the round
   * @param loss the mean loss of its last epoch
   * @param reading the seconds until it had the state before
   * @param learning the seconds of its local steps
   * @param failure why it has failed, or null
   */
  public RoundReport(
      int worker,
      String executor,
      long examples,
      TrainingState state,
      double loss,
      double reading,
      double learning,
      String failure) {
    this.worker = worker;
    this.executor = executor;
    this.examples = examples;
    this.steps = state.optimizer().steps();
    this.epochs = state.epochs();
    this.loss = loss;
    this.reading = reading;
    this.learning = learning;
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

  double learning() {
    return learning;
  }

  /** Why it has failed; empty if it has not. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }
}
