package io.nocturne.nn;

import io.nocturne.math.Kernels;
import java.io.Serializable;

/**
 * The penalty of a contractive autoencoder (Rifai et al. 2011): weight times the squared Frobenius
 * norm of the Jacobian of y = f(W'x + b), which is the sum over the units j of f'(z_j)^2 S_j, with
 * S_j the sum of the squares of the unit's weights over all items. All weights have a gradient
 * then, in every step.
 *
 * @param weight lambda, more than 0
 */
record Contraction(double weight) implements Serializable {
  private static final int ITEMS = 256;

  Contraction {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid contraction: " + weight + " (expected a number, more than 0)");
    }
  }

  /** S, [outputs], from the weights [items x outputs]. */
  static float[] squares(Pass pass, int at, int items, int outputs) {
    return squares(pass, at, items, outputs, null);
  }

  /** Likewise of an item's weights times its scale; null for weights as they are. */
  static float[] squares(Pass pass, int at, int items, int outputs, float[] scales) {
    int blocks = (items + ITEMS - 1) / ITEMS;
    float[][] sums = new float[blocks][];
    pass.compute.loop().run(blocks, b -> sums[b] = block(pass, at, b, items, outputs, scales));
    double[] all = new double[outputs];
    for (float[] sum : sums) {
      for (int j = 0; j < outputs; j++) {
        all[j] += sum[j];
      }
    }
    float[] squares = new float[outputs];
    for (int j = 0; j < outputs; j++) {
      squares[j] = (float) all[j];
    }
    return squares;
  }

  private static float[] block(
      Pass pass, int at, int block, int items, int outputs, float[] scales) {
    float[] sum = new float[outputs];
    for (int item = block * ITEMS; item < Math.min(items, (block + 1) * ITEMS); item++) {
      int row = at + item * outputs;
      float scale = scales == null ? 1 : scales[item];
      for (int j = 0; j < outputs; j++) {
        float w = scale * pass.theta[row + j];
        sum[j] = Math.fma(w, w, sum[j]);
      }
    }
    return sum;
  }

  /** The penalty's mean over the rows of a batch. */
  double penalty(Pass pass, Activation activation, float[] out, float[] squares) {
    double sum = 0;
    for (int r = 0; r < pass.rows; r++) {
      sum += norm(activation, out, r * squares.length, squares);
    }
    return weight * sum / pass.rows;
  }

  /** The squared norm of the Jacobian where f'(z) is {@code slopes[from ..]}. */
  static double norm(float[] slopes, int from, float[] squares) {
    double sum = 0;
    for (int j = 0; j < squares.length; j++) {
      double slope = slopes[from + j];
      sum += slope * slope * squares[j];
    }
    return sum;
  }

  /** The squared norm of the Jacobian where the code is {@code out[from ..]}. */
  static double norm(Activation activation, float[] out, int from, float[] squares) {
    double sum = 0;
    for (int j = 0; j < squares.length; j++) {
      double slope = activation.slope(out[from + j]);
      sum += slope * slope * squares[j];
    }
    return sum;
  }

  /** Adds the gradient by z of the penalty to that of the loss. */
  void addGradient(
      Pass pass, Activation activation, float[] out, float[] squares, float[] gradient) {
    float share = (float) (2 * weight / pass.rows);
    int outputs = squares.length;
    for (int k = 0; k < pass.rows * outputs; k++) {
      float y = out[k];
      gradient[k] += share * activation.slope(y) * activation.curvature(y) * squares[k % outputs];
    }
  }

  /** What a unit's weights are multiplied with in their gradient, [outputs]. */
  float[] factors(Pass pass, Activation activation, float[] out, int outputs) {
    double[] sums = new double[outputs];
    for (int k = 0; k < pass.rows * outputs; k++) {
      double slope = activation.slope(out[k]);
      sums[k % outputs] += slope * slope;
    }
    float[] factors = new float[outputs];
    for (int j = 0; j < outputs; j++) {
      factors[j] = (float) (2 * weight / pass.rows * sums[j]);
    }
    return factors;
  }

  /** Hands the gradient of weights from {@code from} to {@code to} that no history touches. */
  static void updateRest(Pass pass, int from, int to, float[] factors) {
    Kernels kernels = pass.compute.kernels();
    int outputs = factors.length;
    float[] gradient = pass.scratch(outputs);
    for (int row = from; row < to; row += outputs) {
      fill(pass, row, factors, gradient);
      pass.optimizer.update(kernels, pass.theta, row, gradient, 0, outputs, true);
    }
  }

  /** Writes the gradient of one item's weights. */
  static void fill(Pass pass, int row, float[] factors, float[] gradient) {
    for (int j = 0; j < factors.length; j++) {
      gradient[j] = factors[j] * pass.theta[row + j];
    }
  }
}
