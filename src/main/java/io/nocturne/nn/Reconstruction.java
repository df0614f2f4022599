package io.nocturne.nn;

/**
 * An end without items: what comes in is to be what a layer before has put out, under the squared
 * error, as when a stack of autoencoders is built layer by layer (Vincent et al. 2010, section
 * 3.5). It has no parameters and scores nothing.
 *
 * @param inputs width of what comes in, and of what that layer puts out
 * @param layer its number, 0 for the first one
 */
record Reconstruction(int inputs, int items, int layer) implements Output {
  @Override
  public long parameters() {
    return 0;
  }

  @Override
  public void addRows(ParameterRows rows) {}

  @Override
  public float mostWeight() {
    return Float.POSITIVE_INFINITY;
  }

  @Override
  public boolean isMultinomial() {
    return false;
  }

  @Override
  public void initialize(Initializer initializer, int at) {}

  @Override
  public void score(Pass pass, int at, Batch batch, float[] hidden, float[] scores) {
    throw new IllegalStateException("There are no scores before the last stage");
  }

  @Override
  public double forward(Pass pass, int at, Batch batch, float[] hidden) {
    float[] target = pass.outputs[layer];
    double sum = 0;
    for (int k = 0; k < pass.rows * inputs; k++) {
      double error = (double) hidden[k] - target[k];
      sum += error * error;
    }
    return sum / pass.rows;
  }

  @Override
  public void backward(Pass pass, int at, Batch batch, float[] hidden, float[] hiddenGradient) {
    float[] target = pass.outputs[layer];
    float share = 2f / pass.rows;
    for (int k = 0; k < pass.rows * inputs; k++) {
      hiddenGradient[k] = share * (hidden[k] - target[k]);
    }
  }
}
