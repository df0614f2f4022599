package io.nocturne.nn.layer;

import io.nocturne.math.Activation;
import io.nocturne.nn.parameter.BlockArray;
import java.io.Serializable;

/**
 * The penalty of a contractive autoencoder (Rifai et al. 2011): weight times the squared Frobenius
 * norm of the Jacobian of y = f(W'x + b), which is the sum over the units j of f'(z_j)^2 S_j, with
 * S_j the sum of the squares of the unit's weights over all items. All weights have a gradient
 * then, in every step.
 *
 * @param weight lambda, more than 0
 */
public record Contraction(double weight) implements Serializable {
  private static final int ITEMS = 256;

  /** Checks that the weight is in range. */
  public Contraction {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid contraction: " + weight + " (expected a number, more than 0)");
    }
  }

  /** S, [outputs], from the weights [items x outputs]. */
  static float[] squares(Pass pass, BlockArray weights) {
    return squares(pass, weights, null);
  }

  /** S, [outputs], from the weights of each item times its scale; null for weights as they are. */
  static float[] squares(Pass pass, BlockArray weights, float[] scales) {
    int items = weights.shape().rows();
    int outputs = weights.shape().width();
    int blocks = (items + ITEMS - 1) / ITEMS;
    float[][] sums = new float[blocks][];
    pass.compute().loop().run(blocks, b -> sums[b] = block(weights, b, scales));
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

  private static float[] block(BlockArray weights, int block, float[] scales) {
    int items = weights.shape().rows();
    int outputs = weights.shape().width();
    float[] sum = new float[outputs];
    for (int item = block * ITEMS; item < Math.min(items, (block + 1) * ITEMS); item++) {
      int row = item * outputs;
      float scale = scales == null ? 1 : scales[item];
      for (int j = 0; j < outputs; j++) {
        float w = scale * weights.floats()[row + j];
        sum[j] = Math.fma(w, w, sum[j]);
      }
    }
    return sum;
  }

  /** The penalty's mean over the rows of a batch. */
  double penalty(Pass pass, Activation activation, float[] out, float[] squares) {
    double sum = 0;
    for (int r = 0; r < pass.positions(); r++) {
      sum += norm(activation, out, r * squares.length, squares);
    }
    return weight * sum / pass.positions();
  }

  /** The squared norm of the Jacobian where f'(z) is {@code slopes[from ..]}. */
  public static double norm(float[] slopes, int from, float[] squares) {
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
    float share = (float) (2 * weight / pass.positions());
    int outputs = squares.length;
    for (int k = 0; k < pass.positions() * outputs; k++) {
      float y = out[k];
      gradient[k] += share * activation.slope(y) * activation.curvature(y) * squares[k % outputs];
    }
  }

  /** What a unit's weights are multiplied with in their gradient, [outputs]. */
  float[] factors(Pass pass, Activation activation, float[] out, int outputs) {
    double[] sums = new double[outputs];
    for (int k = 0; k < pass.positions() * outputs; k++) {
      double slope = activation.slope(out[k]);
      sums[k % outputs] += slope * slope;
    }
    float[] factors = new float[outputs];
    for (int j = 0; j < outputs; j++) {
      factors[j] = (float) (2 * weight / pass.positions() * sums[j]);
    }
    return factors;
  }

  /** Hands over the gradient of the items from {@code from} to {@code to}, which no history has. */
  static void updateRest(Pass pass, BlockArray weights, int from, int to, float[] factors) {
    int outputs = factors.length;
    float[] gradient = pass.scratch(outputs);
    for (int item = from; item < to; item++) {
      fill(weights, item * outputs, factors, gradient);
      pass.optimizer().update(pass.kernels(), weights, item * outputs, gradient, 0, outputs);
    }
  }

  /** Writes the gradient of one item's weights. */
  static void fill(BlockArray weights, int row, float[] factors, float[] gradient) {
    for (int j = 0; j < factors.length; j++) {
      gradient[j] = factors[j] * weights.floats()[row + j];
    }
  }
}
