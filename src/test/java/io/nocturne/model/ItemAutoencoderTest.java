package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Activation;
import io.nocturne.math.BreezeInverse;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.nn.parameter.RowsOf;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seven users of nine items, with codes of three numbers. */
class ItemAutoencoderTest {
  private static final int USERS = 7;
  private static final int ITEMS = 9;
  private static final int WIDTH = 3;
  private static final double PENALTY = .7;

  /** The offsets of the users' weights and biases of the last layer, and of the codes. */
  private static final int WEIGHTS = (USERS + 1) * WIDTH;

  private static final int BIASES = (2 * USERS + 1) * WIDTH;
  private static final int CODES = BIASES + USERS;
  private static final float[] THETA = random(CODES + ITEMS * WIDTH);

  private static float[] random(int length) {
    SplitMix64 random = new SplitMix64(3);
    float[] floats = new float[length];
    for (int k = 0; k < length; k++) {
      floats[k] = (float) random.nextGaussian();
    }
    return floats;
  }

  private static ItemAutoencoder model(Activation activation) {
    return new ItemAutoencoder(ITEMS, activation, PENALTY, parameters(ITEMS * WIDTH));
  }

  /** The users' weights and biases, and codes with {@code codes} numbers in total. */
  private static Parameters parameters(int codes) {
    return new Parameters(
        List.of(
            Parameters.floats(
                BlockShape.weights("decoder.weights", RowsOf.USERS, USERS, WIDTH),
                Arrays.copyOfRange(THETA, WEIGHTS, BIASES)),
            Parameters.floats(
                BlockShape.biases("decoder.bias", RowsOf.USERS, USERS),
                Arrays.copyOfRange(THETA, BIASES, CODES)),
            Parameters.floats(
                BlockShape.derived(ItemAutoencoder.CODES, RowsOf.ITEMS, codes, 1),
                Arrays.copyOfRange(THETA, CODES, CODES + codes))));
  }

  private static float[] scores(ItemAutoencoder model, SparseRows histories) {
    float[] scores = new float[histories.rows() * ITEMS];
    Arrays.fill(scores, Float.NaN);
    model.score(histories, scores);
    return scores;
  }

  private static SparseRowsBuilder histories() {
    return SparseRows.builder(ITEMS);
  }

  private static double code(int item, int k) {
    return THETA[CODES + item * WIDTH + k];
  }

  /** The input of f: w h + b for each item. */
  private static double[] linear(double[] w, double b) {
    double[] scores = new double[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      scores[i] = b;
      for (int k = 0; k < WIDTH; k++) {
        scores[i] += w[k] * code(i, k);
      }
    }
    return scores;
  }

  private static double[] weightsOf(int user) {
    double[] w = new double[WIDTH];
    for (int k = 0; k < WIDTH; k++) {
      w[k] = THETA[WEIGHTS + user * WIDTH + k];
    }
    return w;
  }

  private static double[] meanWeights() {
    double[] v = new double[WIDTH];
    for (int user = 0; user < USERS; user++) {
      for (int k = 0; k < WIDTH; k++) {
        v[k] += weightsOf(user)[k] / USERS;
      }
    }
    return v;
  }

  private static double meanBias() {
    double sum = 0;
    for (int user = 0; user < USERS; user++) {
      sum += THETA[BIASES + user];
    }
    return sum / USERS;
  }

  private static void assertScores(double[] expected, float[] actual, int row) {
    for (int i = 0; i < ITEMS; i++) {
      assertEquals(expected[i], actual[row * ITEMS + i], 1e-5 * (1 + Math.abs(expected[i])));
    }
  }

  /** For any history. */
  @Test
  void trainingUsersHaveTheirOwnWeights() {
    SparseRows known =
        histories()
            .add(new int[] {4, 1}, new float[] {5, 2}, 6)
            .add(new int[0], new float[0], 0)
            .add(new int[] {8}, new float[] {1}, 3)
            .build();
    float[] scores = scores(model(Activation.TANH), known);
    int[] users = {6, 0, 3};
    for (int row = 0; row < users.length; row++) {
      double[] expected = linear(weightsOf(users[row]), THETA[BIASES + users[row]]);
      assertScores(Arrays.stream(expected).map(Math::tanh).toArray(), scores, row);
    }
  }

  /**
   * Solves (H'H + penalty) (w - v) = H'(r - Hv - b), with fewer and with more ratings than
   * unknowns.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 9})
  void foldsInOthersByRidgeRegression(int ratings) {
    int[] items = new int[ratings];
    float[] weights = new float[ratings];
    for (int n = 0; n < ratings; n++) {
      items[n] = (5 * n + 2) % ITEMS;
      weights[n] = 1 + n % 5;
    }
    SparseRows nobody = histories().add(items, weights).build();
    double[] w = ridge(items, weights);
    assertScores(linear(w, meanBias()), scores(model(Activation.IDENTITY), nobody), 0);
    double[] squashed =
        Arrays.stream(linear(w, meanBias())).map(s -> 1 / (1 + Math.exp(-s))).toArray();
    assertScores(squashed, scores(model(Activation.SIGMOID), nobody), 0);
  }

  private static double[] ridge(int[] items, float[] weights) {
    double[] v = meanWeights();
    double[] ofMeanUser = linear(v, meanBias());
    SymmetricTiles normal = new SymmetricTiles(WIDTH);
    double[] right = new double[WIDTH];
    for (int k = 0; k < WIDTH; k++) {
      for (int n = 0; n < items.length; n++) {
        right[k] += code(items[n], k) * (weights[n] - ofMeanUser[items[n]]);
      }
      for (int l = 0; l <= k; l++) {
        double sum = k == l ? PENALTY : 0;
        for (int item : items) {
          sum += code(item, k) * code(item, l);
        }
        normal.set(k, l, sum);
      }
    }
    new BreezeInverse().invert(normal);
    for (int k = 0; k < WIDTH; k++) {
      for (int l = 0; l < WIDTH; l++) {
        v[k] += normal.get(k, l) * right[l];
      }
    }
    return v;
  }

  @Test
  void usersWithoutHistoryAreTheMeanUser() {
    double[] expected = linear(meanWeights(), meanBias());
    SparseRows nobody = histories().add(new int[0]).add(new int[0], new float[0], USERS).build();
    float[] scores = scores(model(Activation.IDENTITY), nobody);
    assertScores(expected, scores, 0);
    assertScores(expected, scores, 1);
  }

  @Test
  void batchMatchesSingleHistories() {
    int[][] items = {{3, 1}, {}, {7}, {0, 1, 2, 3, 4, 5, 6, 7, 8}, {2, 5}};
    int[] owners = {-1, 2, 5, -1, USERS + 1};
    SparseRowsBuilder together = histories();
    float[] expected = new float[items.length * ITEMS];
    for (int row = 0; row < items.length; row++) {
      float[] weights = new float[items[row].length];
      Arrays.fill(weights, 3.5f - row);
      together.add(items[row], weights, owners[row]);
      SparseRows alone = histories().add(items[row], weights, owners[row]).build();
      float[] own = scores(model(Activation.TANH), alone);
      System.arraycopy(own, 0, expected, row * ITEMS, ITEMS);
    }
    assertArrayEquals(expected, scores(model(Activation.TANH), together.build()), 1e-6f);
    assertEquals(ITEMS, model(Activation.TANH).items());
  }

  /** By the cosines between codes minus the mean code. */
  @Test
  void similarItemsHaveSimilarCodes() {
    Recommender similarity = model(Activation.TANH).similarity();
    float[] scores = new float[2 * ITEMS];
    SparseRows alone =
        histories().add(new int[] {4}, new float[] {5}).add(new int[] {7}, new float[] {1}).build();
    similarity.score(alone, scores);
    for (int item = 0; item < ITEMS; item++) {
      assertEquals(cosine(4, item), scores[item], 1e-6);
      assertEquals(cosine(7, item), scores[ITEMS + item], 1e-6);
    }
    assertEquals(1, scores[4], 1e-6);
    assertEquals(ITEMS, similarity.items());
    similarity.score(histories().build(), new float[0]);
  }

  private static double cosine(int one, int other) {
    double product = 0;
    double ofOne = 0;
    double ofOther = 0;
    for (int k = 0; k < WIDTH; k++) {
      double mean = 0;
      for (int item = 0; item < ITEMS; item++) {
        mean += code(item, k) / ITEMS;
      }
      product += (code(one, k) - mean) * (code(other, k) - mean);
      ofOne += (code(one, k) - mean) * (code(one, k) - mean);
      ofOther += (code(other, k) - mean) * (code(other, k) - mean);
    }
    return product / Math.sqrt(ofOne * ofOther);
  }

  @ParameterizedTest
  @ValueSource(ints = {ITEMS * WIDTH - 1, 0})
  void rejectsAnotherNumberOfCodes(int codes) {
    Parameters parameters = parameters(codes);
    assertEquals(
        "Invalid blocks: [decoder.weights [%d users x 3], decoder.bias [%d users], item.codes [%d items]] for 9 items"
            .formatted(USERS, USERS, codes),
        assertThrows(
                IllegalArgumentException.class,
                () -> new ItemAutoencoder(ITEMS, Activation.TANH, PENALTY, parameters))
            .getMessage());
  }

  @Test
  void namesAMissingBlock() {
    Parameters codesAlone = FlatParameters.one(ItemAutoencoder.CODES, WIDTH, new float[27]);
    assertEquals(
        "Cannot find a block of floats: decoder.weights (there is [item.codes [9 x 3]])",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ItemAutoencoder(ITEMS, Activation.TANH, PENALTY, codesAlone))
            .getMessage());
  }
}
