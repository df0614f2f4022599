package io.nocturne.nn;

/**
 * h = W'x with W [items x units], the first parameters.
 *
 * @param unit whether the rows of W are normalized to unit length
 */
record TextbookTied(int items, int units, boolean unit) implements TextbookLayer {
  /** W, [items][units]. */
  double[][] weights(double[] theta) {
    double[][] weights = new double[items][units];
    for (int i = 0; i < items; i++) {
      double squares = 0;
      for (int j = 0; j < units; j++) {
        squares += theta[i * units + j] * theta[i * units + j];
      }
      for (int j = 0; j < units; j++) {
        weights[i][j] = theta[i * units + j] / (unit ? Math.sqrt(squares) : 1);
      }
    }
    return weights;
  }

  @Override
  public double[] forward(double[] theta, double[] x, TextbookExample example) {
    double[][] weights = weights(theta);
    double[] h = new double[units];
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < units; j++) {
        h[j] += weights[i][j] * x[i];
      }
    }
    return h;
  }

  /** W h, minus x if {@code residual}. */
  double[] scores(double[] theta, double[] h, boolean residual, TextbookExample example) {
    double[][] weights = weights(theta);
    double[] scores = new double[items];
    for (int i = 0; i < items; i++) {
      scores[i] = residual ? -example.input()[i] : 0;
      for (int j = 0; j < units; j++) {
        scores[i] += weights[i][j] * h[j];
      }
    }
    return scores;
  }
}
