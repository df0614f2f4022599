package io.nocturne.spark.train;

import io.nocturne.nn.TrainingState;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** What a worker says of its part of a round. */
final class RoundReport implements Serializable {
  private static final long serialVersionUID = 1;

  private final int parameters;
  private final long steps;
  private final int epochs;
  private final long examplesEver;
  private final long examples;
  private final double seconds;
  private final double loss;
  private final String machine;
  private final String failure;

  private RoundReport(
      int parameters,
      long steps,
      int epochs,
      long examplesEver,
      long examples,
      double seconds,
      double loss,
      String machine,
      String failure) {
    this.parameters = parameters;
    this.steps = steps;
    this.epochs = epochs;
    this.examplesEver = examplesEver;
    this.examples = examples;
    this.seconds = seconds;
    this.loss = loss;
    this.machine = machine;
    this.failure = failure;
  }

  /**
   * @param examples how many examples the round has learnt from
   * @param loss the mean loss of its last epoch
   * @param machine what it has computed with
   */
  static RoundReport of(
      TrainingState state, long examples, double seconds, double loss, String machine) {
    return new RoundReport(
        state.theta().length,
        state.optimizer().steps(),
        state.epochs(),
        state.examples(),
        examples,
        seconds,
        loss,
        machine,
        null);
  }

  static RoundReport ofFailure(String message) {
    return new RoundReport(0, 0, 0, 0, 0, 0, Double.NaN, "", message);
  }

  /** Why the round has failed; empty if it has not. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** The state after the round, from its blocks. */
  StateBlocks state(List<byte[]> blocks) {
    return new StateBlocks(parameters, steps, epochs, examplesEver, blocks);
  }

  /** What the worker has computed with. */
  String machine() {
    return machine;
  }

  double loss() {
    return loss;
  }

  double seconds() {
    return seconds;
  }

  double examplesPerSecond() {
    return examples / seconds;
  }
}
