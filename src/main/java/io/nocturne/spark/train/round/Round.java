package io.nocturne.spark.train.round;

import io.nocturne.spark.train.cost.RoundCost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The figures of one round of training.
 *
 * @param stage the stage; empty for the last training
 * @param number from 1 on, in each training
 * @param epoch the number of epochs completed after it
 * @param loss the mean loss of its last epoch
 * @param metric the validation metric; empty where it was not measured
 * @param seconds how the time was spent
 * @param bytesDown the size of the state that each executor was sent
 * @param bytesUp the bytes that all workers have sent
 * @param examples the number of examples all workers have trained on
 * @param imbalance the seconds of the slowest worker over their mean; 1 for one worker
 * @param predicted the seconds by the cost model; empty without one
 * @param agreement the mean cosine between the changes of two workers; 1 for one worker
 */
public record Round(
    Optional<String> stage,
    int number,
    int epoch,
    double loss,
    OptionalDouble metric,
    Seconds seconds,
    long bytesDown,
    long bytesUp,
    long examples,
    int workers,
    double imbalance,
    double agreement,
    Optional<RoundCost> predicted) {

  /**
   * How the time of a round is spent.
   *
   * @param sending seconds until the state was sent and the slowest worker had read it
   * @param training seconds of local steps on the busiest executor
   * @param averaging the rest of the job: parts to reducers, means to the driver, Spark's overhead
   */
  public record Seconds(double sending, double training, double averaging, double validation) {
    /** The seconds of the round without validation. */
    public double round() {
      return sending + training + averaging;
    }
  }

  public static Round of(
      Optional<String> stage,
      int number,
      int epoch,
      OptionalDouble metric,
      RoundRunner.Outcome outcome,
      double validation,
      Optional<RoundCost> predicted) {
    RoundResult result = outcome.result();
    List<RoundReport> reports = result.reports();
    double training = busiest(reports);
    double reading = reports.stream().mapToDouble(RoundReport::reading).max().orElse(0);
    Seconds seconds =
        new Seconds(
            outcome.sending() + reading,
            training,
            Math.max(0, outcome.job() - training - reading),
            validation);
    double slowest = reports.stream().mapToDouble(RoundReport::training).max().orElse(0);
    double mean = reports.stream().mapToDouble(RoundReport::training).average().orElse(0);
    return new Round(
        stage,
        number,
        epoch,
        result.loss(),
        metric,
        seconds,
        outcome.bytesDown(),
        result.bytesUp(),
        result.examples(),
        reports.size(),
        mean > 0 ? slowest / mean : 1,
        result.agreement(),
        predicted);
  }

  private static double busiest(List<RoundReport> reports) {
    Map<String, Double> byExecutor =
        reports.stream()
            .collect(
                Collectors.groupingBy(
                    RoundReport::executor, Collectors.summingDouble(RoundReport::training)));
    return byExecutor.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** Examples per second of local steps, all executors together. */
  public double examplesPerSecond() {
    return examples / seconds.training();
  }

  /** Returns a line for the log. */
  public String text() {
    return String.format(
            Locale.ROOT,
            "loss %.3f, %,.0f examples/s; sending %.2f s, training %.2f s, averaging %.2f s; %,.1f MB down, %,.1f MB up",
            loss,
            examplesPerSecond(),
            seconds.sending,
            seconds.training,
            seconds.averaging,
            bytesDown * 1e-6,
            bytesUp * 1e-6)
        + predicted.map(cost -> "; predicted " + cost).orElse("")
        + (workers == 1 ? "" : ofWorkers());
  }

  private String ofWorkers() {
    return String.format(
        Locale.ROOT, "; slowest worker %.2f times the mean, agreement %.2f", imbalance, agreement);
  }

  /** Returns the figures by name, for a report. */
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    stage.ifPresent(name -> figures.put("stage", name));
    figures.put("round", number);
    figures.put("epoch", epoch);
    figures.put("loss", loss);
    metric.ifPresent(value -> figures.put("validation", value));
    figures.put("seconds", seconds.round());
    figures.put("seconds_sending", seconds.sending);
    figures.put("seconds_learning", seconds.training);
    figures.put("seconds_averaging", seconds.averaging);
    figures.put("seconds_validation", seconds.validation);
    predicted.ifPresent(cost -> figures.put("seconds_predicted", cost.total()));
    figures.put("bytes_down", bytesDown);
    figures.put("bytes_up", bytesUp);
    figures.put("examples_per_second", Math.round(examplesPerSecond()));
    figures.put("workers", workers);
    figures.put("imbalance", imbalance);
    figures.put("agreement", agreement);
    return figures;
  }
}
