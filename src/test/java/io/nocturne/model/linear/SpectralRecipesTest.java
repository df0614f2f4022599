package io.nocturne.model.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.math.linear.DenseEigen;
import io.nocturne.model.Encoder;
import io.nocturne.model.LocalData;
import io.nocturne.model.Recommender;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.nn.FlatParameters;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares each recipe with its formula in dense matrices of doubles. */
class SpectralRecipesTest {
  private static final int USERS = 70;
  private static final int ITEMS = 50;
  private static final int BOT = 5;
  private static final int IDLE = 9;
  private static final int UNUSED = 31;

  /** Random rows; one user has every used item, one none, and one item has no user. */
  private static final SparseRows ROWS = rows();

  private static final double[][] X = dense(ROWS);
  private static final double[] DU = new double[USERS];
  private static final double[] DI = new double[ITEMS];

  static {
    for (int u = 0; u < USERS; u++) {
      for (int i = 0; i < ITEMS; i++) {
        DU[u] += X[u][i];
        DI[i] += X[u][i];
      }
    }
  }

  private static SparseRows rows() {
    SplitMix64 random = new SplitMix64(3);
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    for (int u = 0; u < USERS; u++) {
      double share = u == BOT ? 1 : u == IDLE ? 0 : .15;
      int of = u;
      int[] items =
          IntStream.range(0, ITEMS)
              .filter(i -> i != UNUSED && random.nextDouble() < share * (i % 3 == of % 3 ? 2 : 1))
              .toArray();
      float[] weights = new float[items.length];
      for (int k = 0; k < weights.length; k++) {
        weights[k] = 1 + random.nextInt(2);
      }
      rows.add(items, weights);
    }
    return rows.build();
  }

  private static double[][] dense(SparseRows rows) {
    double[][] dense = new double[rows.rows()][rows.columns()];
    for (int row = 0; row < rows.rows(); row++) {
      for (int k = rows.start(row); k < rows.end(row); k++) {
        dense[row][rows.index(k)] = rows.value(k);
      }
    }
    return dense;
  }

  private static double power(double degree, double power) {
    return degree > 0 ? Math.pow(degree, power) : power == 0 ? 1 : 0;
  }

  private static double[][] times(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[0].length; j++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  /** Scales column i by degree^power. */
  private static double[][] scaled(double[][] a, double power) {
    double[][] scaled = new double[a.length][ITEMS];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < ITEMS; j++) {
        scaled[i][j] = a[i][j] * power(DI[j], power);
      }
    }
    return scaled;
  }

  /** R'R. */
  private static double[][] normal() {
    double[][] normal = new double[ITEMS][ITEMS];
    for (int u = 0; u < USERS; u++) {
      for (int i = 0; i < ITEMS; i++) {
        for (int j = 0; j < ITEMS; j++) {
          normal[i][j] += X[u][i] * X[u][j] * power(DU[u], -1);
        }
      }
    }
    for (int i = 0; i < ITEMS; i++) {
      for (int j = 0; j < ITEMS; j++) {
        normal[i][j] *= power(DI[i], -.5) * power(DI[j], -.5);
      }
    }
    return normal;
  }

  /** V V' of the leading eigenvectors. */
  private static double[][] projection(double[][] symmetric, int rank) {
    DenseEigen eigen = DenseEigen.of(symmetric);
    double[][] projection = new double[ITEMS][ITEMS];
    for (int k = 0; k < rank; k++) {
      for (int i = 0; i < ITEMS; i++) {
        for (int j = 0; j < ITEMS; j++) {
          projection[i][j] += eigen.vectors()[k][i] * eigen.vectors()[k][j];
        }
      }
    }
    return projection;
  }

  private static double[][] sum(double a, double[][] x, double b, double[][] y) {
    double[][] sum = new double[x.length][x[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[0].length; j++) {
        sum[i][j] = a * x[i][j] + b * y[i][j];
      }
    }
    return sum;
  }

  private static float[] scores(Recommender model) {
    float[] scores = new float[USERS * ITEMS];
    model.score(ROWS, scores);
    return scores;
  }

  private static Recommender train(String recipe, String... settings) {
    return Recipes.of(recipe, settings).train(LocalData.of(ROWS).withThreads(2));
  }

  private static void assertScores(double[][] expected, float[] actual, double tolerance) {
    for (int u = 0; u < USERS; u++) {
      for (int i = 0; i < ITEMS; i++) {
        assertEquals(expected[u][i], actual[u * ITEMS + i], tolerance, u + ", " + i);
      }
    }
  }

  /** The degree of the polynomial is lowered only as far as the rank allows. */
  @ParameterizedTest
  @CsvSource({"1, 8, 1.5, 0.4", "20, 8, 1.5, 0.4", "45, 8, 10, 0", "10, 3, 2, 0.5", "5, 1, 1, 1"})
  void chebyCf(int rank, int order, double flatness, double beta) {
    double[][] normal = normal();
    double[] c = ChebyshevCoefficients.plateau(order, flatness);
    double[][] unit = new double[ITEMS][ITEMS];
    IntStream.range(0, ITEMS).forEach(i -> unit[i][i] = 1);
    double[][] laplacian = sum(1, unit, -2, normal);
    double[][] before = unit;
    double[][] last = laplacian;
    double[][] filter = sum(c[0], before, c[1], last);
    for (int k = 2; k <= order; k++) {
      double[][] next = sum(2, times(laplacian, last), -1, before);
      before = last;
      last = next;
      filter = sum(1, filter, c[k], last);
    }
    filter = sum(1, filter, .2, projection(normal, rank));
    double[][] expected = scaled(times(scaled(X, -beta), filter), beta);
    Recommender model =
        train(
            "cheby-cf",
            "rank=" + rank,
            "order=" + order,
            "flatness=" + flatness,
            "alpha=.2",
            "beta=" + beta);
    assertScores(expected, scores(model), 2e-3);
    assertEquals(rank, ((Encoder) model).codeWidth());
  }

  @Test
  void gfCf() {
    double[][] normal = normal();
    double[][] ideal = scaled(times(scaled(X, -.5), projection(normal, 6)), .5);
    double[][] expected = sum(1, times(X, normal), .3, ideal);
    assertScores(expected, scores(train("gf-cf", "rank=6", "alpha=.3")), 1e-4);
  }

  /** R V S^-1 is U, and codes of training users are rows of it. */
  @Test
  void svdAe() {
    int rank = 6;
    DenseEigen eigen = DenseEigen.of(normal());
    double[][] u = new double[USERS][rank];
    for (int k = 0; k < rank; k++) {
      for (int user = 0; user < USERS; user++) {
        for (int i = 0; i < ITEMS; i++) {
          double r = X[user][i] * power(DU[user], -.5) * power(DI[i], -.5);
          u[user][k] += r * eigen.vectors()[k][i] / Math.sqrt(eigen.values()[k]);
        }
      }
    }
    double[][] decoder = new double[rank][ITEMS];
    for (int k = 0; k < rank; k++) {
      for (int user = 0; user < USERS; user++) {
        for (int i = 0; i < ITEMS; i++) {
          decoder[k][i] += u[user][k] * X[user][i];
        }
      }
    }
    Recommender model = train("svd-ae", "rank=" + rank);
    assertScores(times(u, decoder), scores(model), 1e-4);
    float[] codes = new float[USERS * rank];
    ((Encoder) model).encode(ROWS, codes);
    for (int user = 0; user < USERS; user++) {
      for (int k = 0; k < rank; k++) {
        assertEquals(Math.abs(u[user][k]), Math.abs(codes[user * rank + k]), 1e-5);
      }
    }
  }

  @Test
  void linearAeByEigenvectors() {
    double[][] gram = new double[ITEMS][ITEMS];
    for (double[] row : X) {
      for (int i = 0; i < ITEMS; i++) {
        for (int j = 0; j < ITEMS; j++) {
          gram[i][j] += row[i] * row[j];
        }
      }
    }
    double[][] expected = times(X, projection(gram, 6));
    Recommender model = train("linear-ae", "code=6", "solver=eigen");
    assertScores(expected, scores(model), 1e-4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cheby-cf", "gf-cf", "svd-ae"})
  void threadsDoNotMatter(String recipe) {
    LocalData data = LocalData.of(ROWS);
    float[] one = FlatParameters.of(Recipes.of(recipe, "rank=5").fit(data.withThreads(1)));
    float[] two = FlatParameters.of(Recipes.of(recipe, "rank=5").fit(data.withThreads(2)));
    assertArrayEquals(one, two);
  }

  @Test
  void everySingularVectorMayBeUsed() {
    for (String recipe : new String[] {"cheby-cf", "gf-cf", "svd-ae"}) {
      for (float score : scores(train(recipe, "rank=" + ITEMS))) {
        assertTrue(Float.isFinite(score), recipe);
      }
    }
  }

  @Test
  void rejectsARankThatTheDataCannotHave() {
    for (String recipe : new String[] {"cheby-cf", "gf-cf", "svd-ae"}) {
      assertEquals(
          "Invalid train.%s.rank: 51 (expected a whole number, 1 to 50: there are 70 training users and 50 items)"
              .formatted(recipe),
          assertThrows(IllegalArgumentException.class, () -> train(recipe, "rank=51"))
              .getMessage());
    }
    assertEquals(
        "Invalid train.linear-ae.code: 51 (expected a whole number, 1 to 50: there are 70 training users and 50 items)",
        assertThrows(
                IllegalArgumentException.class, () -> train("linear-ae", "code=51", "solver=eigen"))
            .getMessage());
  }
}
