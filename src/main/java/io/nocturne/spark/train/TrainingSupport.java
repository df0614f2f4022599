package io.nocturne.spark.train;

import io.nocturne.model.Validation;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.train.checkpoint.Checkpoints;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What accompanies a training.
 *
 * @param stage the name of a training that comes before the last one; empty for that
 * @param validation what measures a model while it is trained; empty where nobody is held out
 * @param checkpoints where each round is kept for a training that is killed; empty for nowhere
 * @param workersBefore how many workers the model was trained with the last time, if it was
 * @param log is told the figures
 * @param progress is told how far it is
 */
public record TrainingSupport(
    Optional<String> stage,
    Optional<Validation> validation,
    Optional<Checkpoints> checkpoints,
    OptionalInt workersBefore,
    TrainingLog log,
    Consumer<String> progress) {
  /** Of the last training. */
  TrainingSupport(
      Optional<Validation> validation,
      Optional<Checkpoints> checkpoints,
      OptionalInt workersBefore,
      TrainingLog log,
      Consumer<String> progress) {
    this(Optional.empty(), validation, checkpoints, workersBefore, log, progress);
  }

  /** The same where a model is measured after these parameters have been made a model's. */
  TrainingSupport finishing(UnaryOperator<Parameters> finish) {
    Optional<Validation> finished = validation.map(of -> of.after(finish));
    return new TrainingSupport(stage, finished, checkpoints, workersBefore, log, progress);
  }

  /**
   * Of a training that comes before the last one: with checkpoints of its own, not measured, and
   * telling whose progress it is.
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
