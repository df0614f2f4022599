package io.nocturne.model;

import io.nocturne.math.Activation;
import io.nocturne.math.RidgeRegression;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;

/**
 * A trained network whose rows are items and whose columns are training users: what a user would
 * give item i is f(w h_i + b), where h_i is the item's code and w, b are the user's weights in the
 * last layer. A user who was not in training, or is not identified, has none: they are folded in,
 * by the w that fits the history best with a penalty on its distance from the mean user's (ridge
 * regression on the codes of its items; b is the mean user's, and f is ignored until w is found).
 */
public final class ItemAutoencoder implements Recommender {
  /** The block of the items' codes, [items x width]. */
  public static final String CODES = "item.codes";

  private final int items;
  private final int users;
  private final int width;
  private final Activation activation;
  private final double penalty;

  /** The users' w, [users x width]. */
  private final float[] weights;

  /** The users' b, [users]. */
  private final float[] biases;

  private final float[] codes;
  private final float[] meanWeights;
  private final float meanBias;

  /**
   * A model of these parameters.
   *
   * @param activation f
   * @param penalty of the squares of w - v where a user is folded in, v being the mean of the
   *     training users' w; more than 0
   * @param parameters {@code decoder.weights} [users x width] and {@code decoder.bias} [users] of
   *     the network over the users, and {@link #CODES}
   */
  public ItemAutoencoder(int items, Activation activation, double penalty, Parameters parameters) {
    this.items = items;
    this.activation = activation;
    this.penalty = penalty;
    BlockShape shape = parameters.floats("decoder.weights").shape();
    this.users = shape.rows();
    this.width = shape.width();
    this.weights = parameters.floats("decoder.weights").flat();
    this.biases = parameters.floats("decoder.bias").flat();
    this.codes = parameters.floats(CODES).flat();
    if (biases.length != users || codes.length != items * width) {
      throw new IllegalArgumentException(
          "Invalid blocks: %s for %,d items".formatted(parameters.shapes(), items));
    }
    this.meanWeights = new float[width];
    double bias = 0;
    for (int user = 0; user < users; user++) {
      for (int k = 0; k < width; k++) {
        meanWeights[k] += weights[user * width + k] / users;
      }
      bias += biases[user] / (double) users;
    }
    this.meanBias = (float) bias;
  }

  @Override
  public int items() {
    return items;
  }

  @Override
  public void score(SparseRows histories, float[] scores) {
    int rows = histories.rows();
    float[] ofRows = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      int user = histories.owner(row);
      boolean known = user >= 0 && user < users;
      float bias = known ? biases[user] : meanBias;
      Arrays.fill(scores, row * items, (row + 1) * items, bias);
      float[] from = known ? weights : foldIn(histories, row);
      System.arraycopy(from, known ? user * width : 0, ofRows, row * width, width);
    }
    new ItemVectors(items, width, codes).addProducts(ofRows, rows, scores);
    activation.of(scores, 0, rows * items);
  }

  /**
   * Compares the codes of items: one rating says little about a user, so that all items would get
   * the list of the mean user.
   */
  @Override
  public Recommender similarity() {
    return new CodeSimilarity(items, width, codes);
  }

  /** The w of a history: what the mean user leaves of it is explained by the codes of its items. */
  private float[] foldIn(SparseRows histories, int row) {
    int from = histories.start(row);
    int size = histories.end(row) - from;
    float[] folded = meanWeights.clone();
    double[] rated = new double[size * width];
    double[] residual = new double[size];
    for (int a = 0; a < size; a++) {
      int code = histories.index(from + a) * width;
      double ofMeanUser = meanBias;
      for (int k = 0; k < width; k++) {
        rated[a * width + k] = codes[code + k];
        ofMeanUser += (double) meanWeights[k] * codes[code + k];
      }
      residual[a] = histories.value(from + a) - ofMeanUser;
    }
    double[] beyond = RidgeRegression.solve(width, rated, residual, penalty);
    for (int k = 0; k < width; k++) {
      folded[k] += (float) beyond[k];
    }
    return folded;
  }
}
