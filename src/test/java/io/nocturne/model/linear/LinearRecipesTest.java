package io.nocturne.model.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import breeze.linalg.DenseMatrix;
import breeze.linalg.DenseMatrix$mcD$sp;
import breeze.linalg.LU$primitive$LU_DM_Impl_Double$;
import breeze.linalg.inv;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.model.LocalData;
import io.nocturne.model.Recommender;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.nn.FlatParameters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every linear recipe against its formula in dense matrices of doubles, inverted by Breeze. */
class LinearRecipesTest {
  private static final int USERS = 60;
  private static final int ITEMS = 23;

  /** An item that nobody has. */
  private static final int UNKNOWN = 5;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ease: lambda = 10",
        "ease: lambda = 10, solver = breeze",
        "ease: lambda = 10, item-power = 0.3, user-power = 0.4",
        "edlae: lambda = 3, dropout = 0.4",
        "edlae: lambda = 3, dropout = 0.4, item-power = 0.2, user-power = 0.5",
        "dlae: lambda = 3, dropout = 0.4",
        "dlae: lambda = 3, dropout = 0.4, item-power = 0.2, user-power = 0.5",
        "rlae: lambda = 3, diagonal = 0.2",
        "rlae: lambda = 3, diagonal = 0.95, item-power = 0.2, user-power = 0.5",
        "rdlae: lambda = 3, dropout = 0.4, diagonal = 0.2",
        "rdlae: lambda = 3, dropout = 0.4, diagonal = 0.6, item-power = 0.2, user-power = 0.5"
      })
  void matchesTheDenseFormula(String text) {
    boolean binary = text.contains("power");
    double[][] x = interactions(7, binary);
    Recommender model = model(text, x, 2, new ArrayList<>());
    double[][] expected = dense(text, x);
    float[] scores = new float[ITEMS * ITEMS];
    model.score(identity(), scores);
    for (int i = 0; i < ITEMS; i++) {
      for (int j = 0; j < ITEMS; j++) {
        assertEquals(expected[i][j], scores[i * ITEMS + j], 3e-6, text + " " + i + "," + j);
      }
    }
  }

  @Test
  void diagonalOfEaseIsExactlyZero() {
    float[] scores = new float[ITEMS * ITEMS];
    model("ease: lambda = 3", interactions(8, false), 1, new ArrayList<>())
        .score(identity(), scores);
    for (int i = 0; i < ITEMS; i++) {
      assertEquals(0f, scores[i * ITEMS + i]);
      assertEquals(0f, scores[UNKNOWN * ITEMS + i], 0f);
      assertEquals(0f, scores[i * ITEMS + UNKNOWN], 0f);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ease: lambda = 10", "rdlae: user-power = 0.3, item-power = 0.2"})
  void bytesDoNotDependOnThreads(String text) {
    double[][] x = interactions(9, true);
    String[] parts = text.split(": ");
    float[] one =
        FlatParameters.of(Recipes.of(parts[0], parts[1]).fit(LocalData.of(rows(x)).withThreads(1)));
    float[] three =
        FlatParameters.of(Recipes.of(parts[0], parts[1]).fit(LocalData.of(rows(x)).withThreads(3)));
    assertArrayEquals(one, three);
  }

  /** A small lambda against large sums: floats are not enough, and doubles are. */
  @Test
  void solvesAgainInDoublesWhereFloatsAreNotEnough() {
    double[][] x = interactions(10, true);
    for (double[] row : x) {
      row[3] = 4_000;
      row[4] = 4_000; // the same as item 3, so that only lambda keeps them apart
    }
    List<String> messages = new ArrayList<>();
    Recommender model = model("ease: lambda = 0.1", x, 2, messages);
    assertTrue(messages.stream().anyMatch(m -> m.startsWith("single precision is not enough")));
    assertTrue(messages.stream().anyMatch(m -> m.matches("residual .* in double precision")));
    double[][] expected = dense("ease: lambda = 0.1", x);
    float[] scores = new float[ITEMS * ITEMS];
    model.score(identity(), scores);
    for (int j = 0; j < ITEMS; j++) {
      assertEquals(expected[7][j], scores[7 * ITEMS + j], 1e-4 * Math.max(1, expected[7][j]));
    }
  }

  @Test
  void saysTheResidual() {
    List<String> messages = new ArrayList<>();
    model("edlae: lambda = 10", interactions(11, true), 2, messages);
    assertTrue(messages.get(0).startsWith("plan: 23 x 23 inverse in single precision: "));
    assertTrue(messages.get(0).endsWith("less than a second; exact"), messages.get(0));
    assertTrue(messages.stream().anyMatch(m -> m.startsWith("residual ")), messages::toString);
  }

  /** Without a penalty, an item that nobody has makes the matrix singular. */
  @Test
  void rejectsSingularMatrices() {
    double[][] x = interactions(12, true);
    String message =
        assertThrows(
                ArithmeticException.class,
                () -> model("edlae: lambda = 0, dropout = 0.5", x, 1, new ArrayList<>()))
            .getMessage();
    assertEquals(
        "Matrix is not positive definite at pivot 5 of 23 (raise lambda, which is added to its diagonal)",
        message);
  }

  /** Users without items, and one with all of them. */
  @Test
  void takesAnyUsers() {
    double[][] x = interactions(13, true);
    java.util.Arrays.fill(x[0], 0);
    java.util.Arrays.fill(x[1], 1);
    for (String text : List.of("ease: user-power = 0.5", "rlae: lambda = 4", "dlae: lambda = 2")) {
      float[] scores = new float[ITEMS * ITEMS];
      model(text, x, 2, new ArrayList<>()).score(identity(), scores);
      double[][] expected = dense(text, x);
      for (int k = 0; k < scores.length; k++) {
        assertEquals(expected[k / ITEMS][k % ITEMS], scores[k], 3e-6, text);
      }
    }
  }

  private static Recommender model(String text, double[][] x, int threads, List<String> messages) {
    String[] parts = text.split(": ");
    return Recipes.of(parts[0], parts[1])
        .train(LocalData.of(rows(x)).withThreads(threads).withProgress(messages::add));
  }

  private static double option(String text, String name, double otherwise) {
    for (String setting : text.split(": ")[1].split(", ")) {
      if (setting.startsWith(name + " = ")) {
        return Double.parseDouble(setting.substring(name.length() + 3));
      }
    }
    return otherwise;
  }

  /** The weights as in the papers, element by element. */
  private static double[][] dense(String text, double[][] x) {
    String name = text.split(":")[0];
    double lambda = option(text, "lambda", 200);
    double dropout = name.contains("d") ? option(text, "dropout", .5) : 0;
    double xi = option(text, "diagonal", .5);
    double power = option(text, "item-power", 0);
    double[] counts = new double[ITEMS];
    double[][] a = new double[ITEMS][ITEMS];
    double[] squares = new double[ITEMS];
    for (double[] row : x) {
      double size = java.util.Arrays.stream(row).sum();
      double weight = size == 0 ? 0 : Math.pow(size, -option(text, "user-power", 0));
      for (int i = 0; i < ITEMS; i++) {
        counts[i] += row[i] > 0 ? 1 : 0;
        squares[i] += row[i] * row[i];
        for (int j = 0; j < ITEMS; j++) {
          a[i][j] += weight * row[i] * row[j];
        }
      }
    }
    double[] added = new double[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      added[i] = lambda + dropout / (1 - dropout) * squares[i];
      a[i][i] += added[i];
    }
    double[][] p = inverse(a);
    double[][] w = new double[ITEMS][ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      for (int j = 0; j < ITEMS; j++) {
        double multiplier =
            name.startsWith("r") && 1 - added[j] * p[j][j] > xi ? (1 - xi) / p[j][j] - added[j] : 0;
        double c = name.startsWith("e") ? 1 / p[j][j] : added[j] + multiplier;
        double b = (i == j ? 1 : 0) - p[i][j] * c;
        w[i][j] =
            b * Math.pow(Math.max(1, counts[i]), power) / Math.pow(Math.max(1, counts[j]), power);
      }
    }
    return w;
  }

  private static double[][] inverse(double[][] a) {
    double[] elements = new double[ITEMS * ITEMS];
    for (int k = 0; k < elements.length; k++) {
      elements[k] = a[k % ITEMS][k / ITEMS];
    }
    DenseMatrix<Object> dense = new DenseMatrix$mcD$sp(ITEMS, ITEMS, elements);
    double[] inverse =
        inv.apply(dense, inv.canInvUsingLU_Double(LU$primitive$LU_DM_Impl_Double$.MODULE$))
            .data$mcD$sp();
    double[][] p = new double[ITEMS][ITEMS];
    for (int k = 0; k < inverse.length; k++) {
      p[k % ITEMS][k / ITEMS] = inverse[k];
    }
    return p;
  }

  private static double[][] interactions(long seed, boolean binary) {
    SplitMix64 random = new SplitMix64(seed);
    double[][] x = new double[USERS][ITEMS];
    for (double[] row : x) {
      for (int j = 0; j < ITEMS; j++) {
        int weight = binary ? 1 : 1 + random.nextInt(5);
        row[j] = j != UNKNOWN && random.nextDouble() < .2 ? weight : 0;
      }
    }
    return x;
  }

  private static SparseRows rows(double[][] x) {
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    for (double[] row : x) {
      List<Integer> items = new ArrayList<>();
      for (int j = 0; j < ITEMS; j++) {
        if (row[j] > 0) {
          items.add(j);
        }
      }
      int[] indices = items.stream().mapToInt(j -> j).toArray();
      float[] values = new float[indices.length];
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) row[indices[k]];
      }
      rows.add(indices, values);
    }
    return rows.build();
  }

  private static SparseRows identity() {
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    for (int i = 0; i < ITEMS; i++) {
      rows.add(new int[] {i});
    }
    return rows.build();
  }
}
