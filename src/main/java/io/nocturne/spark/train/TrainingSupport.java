package io.nocturne.spark.train;

import io.nocturne.model.Validation;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.train.checkpoint.Checkpoints;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a training reports to, is validated by, and resumes from.
 *
 * @param stage the name of a training before the last one; empty for the last one
 * @param validation what measures a model while it is trained; empty where no users are held out
 * @param checkpoints stores the rounds for a training that resumes; empty to store none
 * @param workersBefore the number of workers of the previous training, if there was one
 * @param log receives the figures of rounds
 * @param progress receives progress messages
 */
public record TrainingSupport(
    Optional<String> stage,
    Optional<Validation> validation,
    Optional<Checkpoints> checkpoints,
    OptionalInt workersBefore,
    TrainingLog log,
    Consumer<String> progress) {
  /** Creates the support of the last training. */
  TrainingSupport(
      Optional<Validation> validation,
      Optional<Checkpoints> checkpoints,
      OptionalInt workersBefore,
      TrainingLog log,
      Consumer<String> progress) {
    this(Optional.empty(), validation, checkpoints, workersBefore, log, progress);
  }

  /**
   * Returns this support with a function that finishes parameters into those of a model before they
   * are measured.
   */
  TrainingSupport finishing(UnaryOperator<Parameters> finish) {
    Optional<Validation> finished = validation.map(of -> of.after(finish));
    return new TrainingSupport(stage, finished, checkpoints, workersBefore, log, progress);
  }

  /**
   * Returns the support of a training before the last one: with separate checkpoints, without
   * validation, and with the name of the stage in its messages.
   */
  TrainingSupport stage(String name) {
    return new TrainingSupport(
        Optional.of(name),
        Optional.empty(),
        checkpoints.map(all -> all.stage(name)),
        workersBefore,
        log,
        line -> progress.accept(name + ": " + line));
  }

  TrainingSupport with(Checkpoints kept) {
    return new TrainingSupport(stage, validation, Optional.of(kept), workersBefore, log, progress);
  }

  TrainingSupport with(OptionalInt workers) {
    return new TrainingSupport(stage, validation, checkpoints, workers, log, progress);
  }

  TrainingSupport with(TrainingLog other) {
    return new TrainingSupport(stage, validation, checkpoints, workersBefore, other, progress);
  }
}
