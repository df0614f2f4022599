package io.nocturne.model.linear;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Sgemm;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.math.TiledCholesky;
import io.nocturne.math.linear.SymmetricProduct;
import io.nocturne.model.TrainingData;
import java.util.Arrays;

/**
 * The layers of a stack of marginalized denoising autoencoders after the first one. Each is that of
 * {@link MarginalizedLayer}, whose input is the output H of the layer before it, [users x width].
 * The targets are H itself, or the items for the last one.
 */
public final class MarginalizedStack {
  /** Users whose products are summed in floats before they are added in doubles. */
  private static final int USERS = 1_024;

  /** Rows of a Gram matrix that a thread computes at a time. */
  private static final int ROWS = 64;

  private final TrainingData data;
  private final float[] codes;
  private final int width;
  private final double kept;
  private final double[] added;
  private final double[] means;
  private final SymmetricTiles inverse;

  /**
   * Solves for the weights of a layer.
   *
   * @param codes H, [users x width]
   */
  public MarginalizedStack(
      TrainingData data, float[] codes, int width, double noise, double lambda) {
    this.data = data;
    this.codes = codes;
    this.width = width;
    this.kept = 1 - noise;
    this.means = means();
    this.added = new double[width];
    this.inverse = gram();
    for (int i = 0; i < width; i++) {
      added[i] = MarginalizedLayer.ridge(noise, lambda).added(inverse.get(i, i), 0);
      for (int j = 0; j <= i; j++) {
        inverse.add(i, j, -data.users() * means[i] * means[j]);
      }
      inverse.add(i, i, added[i]);
    }
    new TiledCholesky(data.threads()).invert(inverse);
  }

  private double[] means() {
    double[] sums = new double[width];
    for (int k = 0; k < codes.length; k++) {
      sums[k % width] += codes[k];
    }
    Arrays.setAll(sums, j -> sums[j] / data.users());
    return sums;
  }

  /** H'H, in floats over some users, which are added in order in doubles. */
  private SymmetricTiles gram() {
    SymmetricTiles gram = new SymmetricTiles(width, Math.min(width, SymmetricTiles.TILE_SIZE));
    Sgemm sgemm = Sgemm.get();
    try (ParallelLoop loop = new ParallelLoop(data.threads())) {
      loop.run(
          (width - 1) / ROWS + 1,
          block -> {
            int first = block * ROWS;
            int rows = Math.min(ROWS, width - first);
            float[] product = new float[rows * width];
            for (int user = 0; user < data.users(); user += USERS) {
              int users = Math.min(USERS, data.users() - user);
              int from = user * width;
              sgemm.multiply(
                  true,
                  false,
                  rows,
                  width,
                  users,
                  1,
                  codes,
                  from + first,
                  width,
                  codes,
                  from,
                  width,
                  0,
                  product,
                  0,
                  width);
              for (int i = 0; i < rows; i++) {
                for (int j = 0; j <= first + i; j++) {
                  gram.add(first + i, j, product[i * width + j]);
                }
              }
            }
          });
    }
    return gram;
  }

  /** The weights to a layer as wide as this one, [outputs x inputs]: B' = 1/q (I - Lambda P). */
  public float[] weights() {
    float[] weights = new float[width * width];
    for (int out = 0; out < width; out++) {
      for (int in = 0; in < width; in++) {
        double identity = in == out ? 1 : 0;
        weights[out * width + in] = (float) ((identity - inverse.get(in, out) * added[out]) / kept);
      }
    }
    return weights;
  }

  /** The biases of a layer as wide as this one: mu P Lambda. */
  public float[] biases() {
    double[] product = SymmetricProduct.of(inverse, means, 1, data.threads());
    float[] biases = new float[width];
    for (int j = 0; j < width; j++) {
      biases[j] = (float) (product[j] * added[j]);
    }
    return biases;
  }

  /**
   * The weights to the items, [items x inputs]: B' = 1/q X_c'H_c P, the same regression with other
   * targets.
   *
   * @param itemMeans the means of X, [items]
   */
  public float[] itemWeights(double[] itemMeans) {
    double[] cross = data.products().transposedProduct(codes, width); // [items x width]
    int items = data.items();
    double[] columns = new double[cross.length]; // [width x items], as vectors of P
    for (int i = 0; i < items; i++) {
      for (int v = 0; v < width; v++) {
        columns[v * items + i] = cross[i * width + v] - data.users() * itemMeans[i] * means[v];
      }
    }
    double[] product = SymmetricProduct.of(inverse, columns, items, data.threads());
    float[] weights = new float[product.length];
    for (int i = 0; i < items; i++) {
      for (int v = 0; v < width; v++) {
        weights[i * width + v] = (float) (product[v * items + i] / kept);
      }
    }
    return weights;
  }

  /** The biases of the items: mu_x - q mu B. */
  public float[] itemBiases(double[] itemMeans, float[] weights) {
    float[] biases = new float[itemMeans.length];
    for (int i = 0; i < biases.length; i++) {
      double sum = 0;
      for (int v = 0; v < width; v++) {
        sum += means[v] * weights[i * width + v];
      }
      biases[i] = (float) (itemMeans[i] - kept * sum);
    }
    return biases;
  }
}
