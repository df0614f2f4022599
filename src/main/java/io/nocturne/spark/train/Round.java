package io.nocturne.spark.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The figures of one round of training.
 *
 * @param number from 1 on
 * @param epoch how many epochs are completed with it
 * @param loss the mean loss of its last epoch
 * @param metric that of the validation part; empty where nobody is held out for it
 * @param seconds of learning, without validation and transport
 * @param machine what the worker has computed with
 */
public record Round(
    int number,
    int epoch,
    double loss,
    OptionalDouble metric,
    double seconds,
    double examplesPerSecond,
    String machine) {

  /** The figures by their names, for a report. */
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("round", number);
    figures.put("epoch", epoch);
    figures.put("loss", loss);
    metric.ifPresent(value -> figures.put("validation", value));
    figures.put("seconds", seconds);
    figures.put("examples_per_second", Math.round(examplesPerSecond));
    return figures;
  }
}
