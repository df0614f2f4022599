package io.nocturne.nn;

import io.nocturne.config.Configuration;
import io.nocturne.config.ConfigurationException;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.Schedule;

/** Reads a {@link Plan} from the section {@code train} of a configuration. */
final class PlanKeys {
  private final Configuration configuration;

  PlanKeys(Configuration configuration) {
    this.configuration = configuration;
  }

  Plan plan() {
    SampledSoftmax sampled =
        new SampledSoftmax(
            configuration.integer("train.sampled-softmax.negatives"),
            configuration.number("train.sampled-softmax.alpha"),
            configuration.number("train.sampled-softmax.uniform-share"));
    Averaging averaging = averaging();
    try {
      return new Plan(
          configuration.integer("train.epochs"),
          configuration.integer("train.epochs-per-validation"),
          configuration.integer("train.patience"),
          configuration.integer("train.batch"),
          configuration.number("train.learning-rate"),
          configuration.number("train.weight-decay"),
          sampled,
          optimization(sampled),
          averaging);
    } catch (IllegalArgumentException e) {
      // keys that are right one by one and not together; it names them as below train
      throw new ConfigurationException(
          e.getMessage().replaceFirst("^Invalid ", "Invalid train."), e);
    }
  }

  private Optimization optimization(SampledSoftmax sampled) {
    boolean isAuto = configuration.text("train.optimizer").equals("auto");
    return new Optimization(
        isAuto
            ? OptimizerKind.adam(sampled.isOn())
            : configuration.choice("train.optimizer", OptimizerKind.class),
        configuration.number("train.momentum"),
        new Schedule(
            configuration.choice("train.schedule.shape", Schedule.Shape.class),
            configuration.integer("train.schedule.every-epochs"),
            configuration.number("train.schedule.factor"),
            configuration.number("train.schedule.warm-up-epochs")),
        configuration.number("train.clip"),
        configuration.integer("train.average-from-epoch"));
  }

  private Averaging averaging() {
    return new Averaging(
        workers(),
        configuration.integer("train.averaging.epochs-per-round"),
        configuration.choice("train.averaging.compensation", Compensation.class),
        configuration.choice("train.averaging.moments", Moments.class));
  }

  /** The number of workers; 0 for auto. */
  private int workers() {
    String text = configuration.text("train.workers");
    if (text.equals("auto")) {
      return 0;
    }
    try {
      int workers = Integer.parseInt(text);
      if (workers >= 1 && workers <= Averaging.MOST_WORKERS) {
        return workers;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new ConfigurationException(
        "Invalid train.workers: %s (expected auto or an integer, 1 to %d)"
            .formatted(text, Averaging.MOST_WORKERS));
  }
}
