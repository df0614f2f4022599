package io.nocturne.model.metric;

/** Mean absolute error: the mean of |predicted - rating|. */
public final class Mae extends RatingMetric {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "mae";
  }

  @Override
  protected double error(double difference) {
    return Math.abs(difference);
  }
}
