package io.nocturne.model;

import io.nocturne.math.RidgeRegression;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.Activation;
import java.util.Arrays;

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
    int rows = histories.rows();
    float[] weights = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      int user = histories.owner(row);
      boolean known = user >= 0 && user < users;
      float bias = known ? parameters[(2 * users + 1) * width + user] : meanBias;
      Arrays.fill(scores, row * items, (row + 1) * items, bias);
      float[] from = known ? parameters : foldIn(histories, row);
      System.arraycopy(from, known ? weights(user) : 0, weights, row * width, width);
    }
    new ItemVectors(items, width, parameters, codes).addProducts(weights, rows, scores);
    activation.of(scores, 0, rows * items);
  }

  /**
   * By the codes of items: one rating tells little of a user, so that the lists of all items would
   * be those of the mean user.
   */
  @Override
  public Recommender similarity() {
    return new CodeSimilarity(items, width, parameters, codes);
  }

  /** The w of a history: what the mean user leaves of it is explained by the codes of its items. */
  private float[] foldIn(SparseRows histories, int row) {
    int from = histories.start(row);
    int size = histories.end(row) - from;
    float[] weights = meanWeights.clone();
    double[] rated = new double[size * width];
    double[] residual = new double[size];
    for (int a = 0; a < size; a++) {
      int code = codes + histories.index(from + a) * width;
      double ofMeanUser = meanBias;
      for (int k = 0; k < width; k++) {
        rated[a * width + k] = parameters[code + k];
        ofMeanUser += (double) meanWeights[k] * parameters[code + k];
      }
      residual[a] = histories.value(from + a) - ofMeanUser;
    }
    double[] beyond = RidgeRegression.solve(width, rated, residual, penalty);
    for (int k = 0; k < width; k++) {
      weights[k] += (float) beyond[k];
    }
    return weights;
  }
}
