package io.nocturne.nn.loss;

/** A loss of single targets: each has a score s and a weight x, and no other item has a part. */
public enum TargetLoss {
  /** (y - x)^2 with y = f(s). */
  SQUARED {
    @Override
    public double loss(float y, float x) {
      double error = (double) y - x;
      return error * error;
    }

    @Override
    public float gradient(float y, float x) {
      return 2 * (y - x);
    }
  },
  /** log(1 + e^s) - x s of s itself: the cross-entropy with p = sigmoid(s). */
  LOGISTIC {
    @Override
    public double loss(float s, float x) {
      double positive = Math.max(0.0, s);
      return positive + StrictMath.log1p(StrictMath.exp(-Math.abs((double) s))) - (double) x * s;
    }

    @Override
    public float gradient(float s, float x) {
      return (float) (1 / (1 + StrictMath.exp(-(double) s)) - x);
    }
  };

  /** The largest weight of a target that it accepts. */
  public float maxWeight() {
    return this == LOGISTIC ? 1 : Float.POSITIVE_INFINITY;
  }

  /** The loss of a target. */
  public abstract double loss(float y, float x);

  /** Its derivative by y. */
  public abstract float gradient(float y, float x);
}
