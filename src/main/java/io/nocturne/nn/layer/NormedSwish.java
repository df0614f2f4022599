package io.nocturne.nn.layer;

import io.nocturne.math.Activation;
import io.nocturne.math.Kernels;

/**
 * One stage of {@link DenselyConnected} after its sum u: h = gain norm(swish(u)) + bias, where norm
 * is layer normalisation (Ba et al. 2016, eq. 4), (y - mean) / sqrt(variance + {@value #EPSILON})
 * over the units of a row. The fields are where its matrices lie in the scratch.
 *
 * @param width of a row
 * @param sigmoid sigmoid(u), [rows x width]; after the way back the gradient by u
 * @param normed what gain and bias are applied to, [rows x width]
 * @param hidden h, [rows x width]
 * @param gradient the gradient by h, [rows x width]
 * @param statistics mean and 1 / sqrt(variance + {@value #EPSILON}), [rows x 2]
 */
record NormedSwish(int width, int sigmoid, int normed, int hidden, int gradient, int statistics) {
  private static final float EPSILON = 0.1f;

  /**
   * Writes h of a row.
   *
   * @param gains [width]
   * @param biases [width]
   * @param u overwritten, from {@code from} on
   */
  void forward(
      Kernels kernels,
      float[] gains,
      float[] biases,
      float[] u,
      int from,
      float[] scratch,
      int row) {
    int at = row * width;
    Activation.SWISH.forward(kernels, u, from, width, scratch, sigmoid + at);
    double sum = 0;
    double squares = 0;
    for (int j = from; j < from + width; j++) {
      sum += u[j];
      squares += (double) u[j] * u[j];
    }
    double mean = sum / width;
    double variance = Math.max(0, squares / width - mean * mean);
    float inverse = (float) (1 / Math.sqrt(variance + EPSILON));
    float centre = (float) mean;
    scratch[statistics + 2 * row] = centre;
    scratch[statistics + 2 * row + 1] = inverse;
    for (int j = 0; j < width; j++) {
      float unit = (u[from + j] - centre) * inverse;
      scratch[normed + at + j] = unit;
      scratch[hidden + at + j] = gains[j] * unit + biases[j];
    }
  }

  /** Turns the gradient by h of a row into that by u, which it leaves where sigmoid(u) was. */
  void backward(float[] gains, float[] scratch, int row) {
    int at = row * width;
    float mean = scratch[statistics + 2 * row];
    float inverse = scratch[statistics + 2 * row + 1];
    double sum = 0;
    double along = 0;
    for (int j = 0; j < width; j++) {
      float byNormed = gains[j] * scratch[gradient + at + j];
      sum += byNormed;
      along += (double) byNormed * scratch[normed + at + j];
    }
    float shift = (float) (sum / width);
    float share = (float) (along / width);
    for (int j = 0; j < width; j++) {
      float unit = scratch[normed + at + j];
      float byNormed = gains[j] * scratch[gradient + at + j];
      float byActivated = inverse * (byNormed - shift - unit * share);
      float s = scratch[sigmoid + at + j];
      float activated = unit / inverse + mean;
      scratch[sigmoid + at + j] = byActivated * (s + activated * (1 - s));
    }
  }
}
