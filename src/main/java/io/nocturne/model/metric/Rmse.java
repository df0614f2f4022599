package io.nocturne.model.metric;

/** Root mean squared error: the root of the mean of (predicted - rating)^2. */
public final class Rmse extends RatingMetric {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "rmse";
  }

  @Override
  protected double error(double difference) {
    return difference * difference;
  }

  @Override
  public double figure(double ratio) {
    return Math.sqrt(ratio);
  }
}
