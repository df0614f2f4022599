package io.nocturne.model;

import io.nocturne.math.SparseRows;
import io.nocturne.nn.Activation;

/**
 * A trained network whose rows are items and whose columns are training users: what a user would
 * give item i is f(w h_i + b), where h_i is the item's code and w, b are the user's weights in the
 * last layer. A user who was not in training, or whom nobody names, has none: they are folded in,
 * by the w that fits the history best with a penalty on its distance from the mean user's (ridge
 * regression on the codes of its items; b is the mean user's, and f is left out until w is found).
 */
public final class ItemAutoencoder implements Recommender {
  private final int items;
  private final int width;
  private final Activation activation;
  private final double penalty;
  private final float[] parameters;
  private final int users;
  private final int codes;
  private final float[] meanWeights;
  private final float meanBias;

  /**
   * @param width of a code
   * @param activation f
   * @param penalty of the squares of w - v where a user is folded in, v being the mean of the
   *     training users' w; more than 0
   * @param parameters of the network over the users, [users x width] + [width] + [users x width] +
   *     [users], and then the codes, [items x width]
   */
  public ItemAutoencoder(
      int items, int width, Activation activation, double penalty, float[] parameters) {
    this.items = items;
    this.width = width;
    this.activation = activation;
    this.penalty = penalty;
    this.parameters = parameters;
    this.codes = parameters.length - items * width;
    this.users = (codes - width) / (2 * width + 1);
    if (users < 0 || users * (2 * width + 1) + width != codes) {
      throw new IllegalArgumentException(
          "Invalid number of parameters: %,d for %,d items and codes of %d"
              .formatted(parameters.length, items, width));
    }
    this.meanWeights = new float[width];
    double bias = 0;
    for (int user = 0; user < users; user++) {
      for (int k = 0; k < width; k++) {
        meanWeights[k] += parameters[weights(user) + k] / users;
      }
      bias += parameters[(2 * users + 1) * width + user] / (double) users;
    }
    this.meanBias = (float) bias;
  }

  private int weights(int user) {
    return (users + 1 + user) * width;
  }

  @Override
  public int items() {
    return items;
  }

  @Override
  public void score(SparseRows histories, float[] scores) {
    for (int row = 0; row < histories.rows(); row++) {
      int user = histories.owner(row);
      if (user >= 0 && user < users) {
        float bias = parameters[(2 * users + 1) * width + user];
        score(parameters, weights(user), bias, scores, row * items);
      } else {
        foldIn(histories, row, scores);
      }
      activation.of(scores, row * items, items);
    }
  }

  private void score(float[] weights, int from, float bias, float[] scores, int to) {
    for (int i = 0; i < items; i++) {
      int code = codes + i * width;
      float sum = bias;
      for (int k = 0; k < width; k++) {
        sum += weights[from + k] * parameters[code + k];
      }
      scores[to + i] = sum;
    }
  }

  /**
   * With H the codes of the n items and v the mean user: w = v + H'(H H' + penalty)^-1 (r - Hv -
   * b).
   */
  private void foldIn(SparseRows histories, int row, float[] scores) {
    int from = histories.start(row);
    int size = histories.end(row) - from;
    double[] residual = new double[size];
    double[][] gram = new double[size][size];
    for (int a = 0; a < size; a++) {
      int item = histories.index(from + a);
      residual[a] = histories.value(from + a) - ofMeanUser(item);
      for (int b = 0; b <= a; b++) {
        gram[a][b] = product(item, histories.index(from + b));
      }
      gram[a][a] += penalty;
    }
    solve(gram, residual);
    float[] weights = meanWeights.clone();
    for (int a = 0; a < size; a++) {
      int code = codes + histories.index(from + a) * width;
      for (int k = 0; k < width; k++) {
        weights[k] += (float) (residual[a] * parameters[code + k]);
      }
    }
    score(weights, 0, meanBias, scores, row * items);
  }

  private double ofMeanUser(int item) {
    double sum = meanBias;
    for (int k = 0; k < width; k++) {
      sum += (double) meanWeights[k] * parameters[codes + item * width + k];
    }
    return sum;
  }

  private double product(int one, int other) {
    double sum = 0;
    for (int k = 0; k < width; k++) {
      sum += (double) parameters[codes + one * width + k] * parameters[codes + other * width + k];
    }
    return sum;
  }

  /** Solves A x = y in place by Cholesky's factors; of A, the lower triangle is read. */
  private static void solve(double[][] a, double[] y) {
    int n = y.length;
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < j; k++) {
        for (int i = j; i < n; i++) {
          a[i][j] -= a[i][k] * a[j][k];
        }
      }
      double root = Math.sqrt(a[j][j]);
      for (int i = j; i < n; i++) {
        a[i][j] /= root;
      }
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        y[i] -= a[i][k] * y[k];
      }
      y[i] /= a[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        y[i] -= a[k][i] * y[k];
      }
      y[i] /= a[i][i];
    }
  }
}
