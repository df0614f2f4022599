package io.nocturne.nn;

/**
 * A code that is to be sparse: it goes through as it is, and weight times the sum of its absolute
 * values is added to the loss of a row (Le et al. 2011; Goodfellow et al. 2016, eq. 14.2 and 14.6).
 * The slope at 0 is 0.
 *
 * @param outputs width of the code, 1 or more
 * @param weight lambda, 0 or more
 */
record SparseCode(int outputs, double weight) implements Layer {
  SparseCode {
    Network.checkWidth(outputs);
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid sparsity: " + weight + " (expected a number, 0 or more)");
    }
  }

  @Override
  public int inputs() {
    return outputs;
  }

  @Override
  public long parameters() {
    return 0;
  }

  @Override
  public int[] rowWidths() {
    return new int[0];
  }

  @Override
  public int scratch() {
    return 0;
  }

  @Override
  public void initialize(Initializer initializer, int at) {}

  @Override
  public void forward(Pass pass, int at, float[] in, float[] out, float[] scratch) {
    System.arraycopy(in, 0, out, 0, pass.rows * outputs);
  }

  @Override
  public void backward(
      Pass pass,
      int at,
      float[] in,
      float[] out,
      float[] outGradient,
      float[] inGradient,
      float[] scratch) {
    float slope = (float) (weight / pass.rows);
    for (int k = 0; k < pass.rows * outputs; k++) {
      inGradient[k] = outGradient[k] + slope * Math.signum(in[k]);
    }
  }

  @Override
  public double penalty(Pass pass, float[] in, float[] scratch) {
    double sum = 0;
    for (int k = 0; k < pass.rows * outputs; k++) {
      sum += Math.abs(in[k]);
    }
    return weight * sum / pass.rows;
  }
}
