package io.nocturne.model.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import breeze.linalg.DenseMatrix;
import breeze.linalg.DenseMatrix$mcD$sp;
import breeze.linalg.LU$primitive$LU_DM_Impl_Double$;
import breeze.linalg.inv;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.model.Encoder;
import io.nocturne.model.LocalData;
import io.nocturne.model.Recommender;
import io.nocturne.model.recipe.Recipes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The closed form against what it is the expectation of: the mean over sampled corruptions. */
class MarginalizedDaeTest {
  private static final int USERS = 40;
  private static final int ITEMS = 7;
  private static final double NOISE = .4;
  private static final double LAMBDA = 2;

  /** Batches of corruptions, whose spread gives the sampling error of their mean. */
  private static final int BATCHES = 20;

  private static final int CORRUPTIONS = 400;

  @Test
  void equalsTheMeanOverSampledCorruptions() {
    double[][] x = interactions();
    double[][] exact = weights(model(x, 1));
    SplitMix64 random = new SplitMix64(3);
    double[][][] sampled = new double[BATCHES][][];
    for (int b = 0; b < BATCHES; b++) {
      sampled[b] = sampled(x, random, NOISE);
    }
    double largest = 0;
    for (int i = 0; i <= ITEMS; i++) {
      for (int j = 0; j < ITEMS; j++) {
        double mean = 0;
        double squares = 0;
        for (double[][] one : sampled) {
          mean += one[i][j] / BATCHES;
          squares += one[i][j] * one[i][j] / BATCHES;
        }
        double error = Math.sqrt((squares - mean * mean) / (BATCHES - 1));
        assertEquals(mean, exact[i][j], 4.5 * error + 1e-5, i + ", " + j);
        largest = Math.max(largest, error);
      }
    }
    assertTrue(largest < .003, "the sampling error is small: " + largest);
  }

  /** The check above can fail: another probability is many errors away. */
  @Test
  void anotherNoiseGivesOtherWeights() {
    double[][] x = interactions();
    double[][] exact = weights(model(x, 1));
    double[][] other = sampled(x, new SplitMix64(4), NOISE + .05);
    double furthest = 0;
    for (int i = 0; i < ITEMS; i++) {
      furthest = Math.max(furthest, Math.abs(other[i][i] - exact[i][i]));
    }
    assertTrue(furthest > .02, "furthest " + furthest);
  }

  /** Layer by layer with dense matrices, on codes of all items. */
  @Test
  void stackMatchesItsLayers() {
    double[][] x = interactions();
    Recommender model = model(x, 3);
    double[][] first = layer(x, x);
    double[][] h1 = tanh(apply(x, first));
    double[][] second = layer(h1, h1);
    double[][] h2 = tanh(apply(h1, second));
    double[][] scores = apply(h2, layer(h2, x));
    float[] actual = new float[USERS * ITEMS];
    model.score(rows(x), actual);
    float[] codes = new float[USERS * ITEMS];
    ((Encoder) model).encode(rows(x), codes);
    // a code has the most popular item first
    double[] sums = new double[ITEMS];
    for (double[] row : x) {
      for (int j = 0; j < ITEMS; j++) {
        sums[j] += row[j];
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int j = 0; j < ITEMS; j++) {
      order.add(j);
    }
    order.sort((a, b) -> Double.compare(sums[b], sums[a]));
    for (int u = 0; u < USERS; u++) {
      for (int j = 0; j < ITEMS; j++) {
        assertEquals(scores[u][j], actual[u * ITEMS + j], 1e-4, u + ", " + j);
        assertEquals(h2[u][order.get(j)], codes[u * ITEMS + j], 1e-4, u + ", " + j);
      }
    }
  }

  @Test
  void bytesDoNotDependOnThreads() {
    double[][] x = interactions();
    for (int layers : new int[] {1, 3}) {
      float[] one = new float[USERS * ITEMS];
      float[] two = new float[USERS * ITEMS];
      model(x, layers).score(rows(x), one);
      recipe(layers).train(LocalData.of(rows(x)).withThreads(1)).score(rows(x), two);
      assertArrayEquals(one, two);
    }
  }

  private static io.nocturne.model.Recipe recipe(int layers) {
    return Recipes.of(
        "marginalized-dae", "noise = " + NOISE, "lambda = " + LAMBDA, "layers = " + layers);
  }

  private static Recommender model(double[][] x, int layers) {
    return recipe(layers).train(LocalData.of(rows(x)).withThreads(2));
  }

  /**
   * [items + 1 x items]: the scores of each item alone less those of nothing, which are the last.
   */
  private static double[][] weights(Recommender model) {
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    for (int i = 0; i < ITEMS; i++) {
      rows.add(new int[] {i});
    }
    float[] scores = new float[(ITEMS + 1) * ITEMS];
    model.score(rows.add(new int[0]).build(), scores);
    double[][] weights = new double[ITEMS + 1][ITEMS];
    for (int i = 0; i <= ITEMS; i++) {
      for (int j = 0; j < ITEMS; j++) {
        double bias = scores[ITEMS * ITEMS + j];
        weights[i][j] = i == ITEMS ? bias : scores[i * ITEMS + j] - bias;
      }
    }
    return weights;
  }

  /**
   * The regression of X on the mean moments of corrupted copies, with a bias that is not penalised.
   */
  private static double[][] sampled(double[][] x, SplitMix64 random, double noise) {
    double[][] q = new double[ITEMS + 1][ITEMS + 1];
    double[][] p = new double[ITEMS + 1][ITEMS];
    for (int c = 0; c < CORRUPTIONS; c++) {
      for (double[] row : x) {
        double[] corrupted = new double[ITEMS + 1];
        corrupted[ITEMS] = 1;
        for (int i = 0; i < ITEMS; i++) {
          corrupted[i] = random.nextDouble() < noise ? 0 : row[i];
        }
        for (int i = 0; i <= ITEMS; i++) {
          for (int j = 0; j <= ITEMS; j++) {
            q[i][j] += corrupted[i] * corrupted[j] / CORRUPTIONS;
          }
          for (int j = 0; j < ITEMS; j++) {
            p[i][j] += corrupted[i] * row[j] / CORRUPTIONS;
          }
        }
      }
    }
    return solve(q, p);
  }

  /** E[P] E[Q]^-1 of the paper, for inputs h and targets t, as [inputs + 1 x targets]. */
  private static double[][] layer(double[][] h, double[][] t) {
    double kept = 1 - NOISE;
    int width = h[0].length;
    double[][] q = new double[width + 1][width + 1];
    double[][] p = new double[width + 1][t[0].length];
    for (int u = 0; u < h.length; u++) {
      for (int i = 0; i <= width; i++) {
        double hi = i == width ? 1 : h[u][i];
        double qi = i == width ? 1 : kept;
        for (int j = 0; j <= width; j++) {
          double hj = j == width ? 1 : h[u][j];
          double qj = j == width ? 1 : kept;
          q[i][j] += hi * hj * (i == j ? qi : qi * qj);
        }
        for (int j = 0; j < t[0].length; j++) {
          p[i][j] += hi * t[u][j] * qi;
        }
      }
    }
    return solve(q, p);
  }

  private static double[][] solve(double[][] q, double[][] p) {
    int n = q.length;
    double[] elements = new double[n * n];
    for (int k = 0; k < elements.length; k++) {
      elements[k] = q[k % n][k / n] + (k % n == k / n && k % n < n - 1 ? LAMBDA : 0);
    }
    DenseMatrix<Object> dense = new DenseMatrix$mcD$sp(n, n, elements);
    double[] inverse =
        inv.apply(dense, inv.canInvUsingLU_Double(LU$primitive$LU_DM_Impl_Double$.MODULE$))
            .data$mcD$sp();
    double[][] solution = new double[n][p[0].length];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        for (int j = 0; j < p[0].length; j++) {
          solution[i][j] += inverse[i + k * n] * p[k][j];
        }
      }
    }
    return solution;
  }

  private static double[][] apply(double[][] h, double[][] weights) {
    double[][] out = new double[h.length][weights[0].length];
    for (int u = 0; u < h.length; u++) {
      for (int j = 0; j < out[u].length; j++) {
        out[u][j] = weights[weights.length - 1][j];
        for (int i = 0; i < h[u].length; i++) {
          out[u][j] += h[u][i] * weights[i][j];
        }
      }
    }
    return out;
  }

  private static double[][] tanh(double[][] h) {
    for (double[] row : h) {
      java.util.Arrays.setAll(row, j -> Math.tanh(row[j]));
    }
    return h;
  }

  private static double[][] interactions() {
    SplitMix64 random = new SplitMix64(9);
    double[][] x = new double[USERS][ITEMS];
    for (double[] row : x) {
      boolean odd = random.nextDouble() < .5;
      for (int j = 0; j < ITEMS; j++) {
        row[j] = random.nextDouble() < ((j % 2 == 1) == odd ? .6 : .15) ? 1 : 0;
      }
    }
    return x;
  }

  private static SparseRows rows(double[][] x) {
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    for (double[] row : x) {
      rows.add(java.util.stream.IntStream.range(0, ITEMS).filter(j -> row[j] > 0).toArray());
    }
    return rows.build();
  }
}
