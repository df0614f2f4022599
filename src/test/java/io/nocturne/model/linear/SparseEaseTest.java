package io.nocturne.model.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.linear.DenseGram;
import io.nocturne.model.LocalData;
import io.nocturne.model.Recipe;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.nn.parameter.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparseEaseTest {
  private static Recipe recipe(String... settings) {
    return Recipes.of("sparse-ease", settings);
  }

  private static float[] scoresOfAll(Recipe recipe, SparseRows rows) {
    float[] scores = new float[rows.rows() * rows.columns()];
    recipe.train(LocalData.of(rows)).score(rows, scores);
    return scores;
  }

  @Test
  void isEaseIfAllItemsAreNeighbours() {
    for (boolean fractions : new boolean[] {false, true}) {
      SparseRows rows = DenseGram.withABot(DenseGram.rows(1, 90, 40, fractions));
      assertArrayEquals(
          scoresOfAll(Recipes.of("ease", "lambda = 7"), rows),
          scoresOfAll(recipe("lambda = 7", "alpha = 0", "centred = false", "density = 1"), rows),
          1e-4f);
    }
  }

  /** Steck's code: C scaled and centred, an inverse of C + lambda I, scaled back. */
  @Test
  void matchesTheTextbookWithScaling() {
    int n = 25;
    SparseRows rows = DenseGram.withABot(DenseGram.rows(2, 79, n, false));
    double[][] c = DenseGram.of(rows);
    double[] counts = new double[n];
    for (int i = 0; i < n; i++) {
      counts[i] = c[i][i];
    }
    double[] scaling = new double[n];
    for (int i = 0; i < n; i++) {
      scaling[i] = Math.pow(counts[i] - counts[i] * counts[i] / 80, -.75 / 2);
    }
    float[] gram = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double scaled = (c[i][j] - counts[i] * counts[j] / 80) * scaling[i] * scaling[j];
        gram[i * n + j] = (float) scaled + (i == j ? 3 : 0);
      }
    }
    double[][] p = inverse(gram, n);
    Parameters fitted =
        recipe("lambda = 3", "alpha = 0.75", "centred = true", "density = 1")
            .fit(LocalData.of(rows));
    SparseRows weights = new SparseItemWeights(n, fitted).weights();
    for (int i = 0; i < n; i++) {
      for (int k = weights.start(i); k < weights.end(i); k++) {
        int j = weights.index(k);
        assertEquals(-p[i][j] / p[j][j] * scaling[i] / scaling[j], weights.value(k), 1e-4);
      }
    }
    assertEquals(n * (n - 1), weights.nonZeros(), "every two items have a common user here");
  }

  private static double[][] inverse(float[] matrix, int n) {
    double[][] a = new double[n][2 * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = matrix[i * n + j];
      }
      a[i][n + i] = 1;
    }
    for (int k = 0; k < n; k++) {
      double pivot = a[k][k];
      for (int j = 0; j < 2 * n; j++) {
        a[k][j] /= pivot;
      }
      for (int i = 0; i < n; i++) {
        double factor = a[i][k];
        for (int j = 0; i != k && j < 2 * n; j++) {
          a[i][j] -= factor * a[k][j];
        }
      }
    }
    double[][] inverse = new double[n][];
    for (int i = 0; i < n; i++) {
      inverse[i] = Arrays.copyOfRange(a[i], n, 2 * n);
    }
    return inverse;
  }

  @Test
  void densityAndNeighboursLimitTheWeights() {
    SparseRows rows = DenseGram.rows(3, 90, 60, false);
    SparseRows few =
        new SparseItemWeights(60, recipe("density = 0.1").fit(LocalData.of(rows))).weights();
    assertTrue(few.nonZeros() > 250 && few.nonZeros() <= 360, "" + few.nonZeros());
    SparseRows capped =
        new SparseItemWeights(60, recipe("neighbours = 4", "density = 1").fit(LocalData.of(rows)))
            .weights();
    assertEquals(240, capped.nonZeros());
    int[] ofColumn = new int[60];
    for (int k = 0; k < capped.nonZeros(); k++) {
      ofColumn[capped.index(k)]++;
    }
    assertTrue(IntStream.of(ofColumn).allMatch(count -> count == 4));
  }

  @Test
  void threadsDoNotMatter() {
    SparseRows rows = DenseGram.rows(4, 90, 300, true);
    Recipe recipe = recipe("density = 0.3", "threshold = 2");
    SparseRows one =
        new SparseItemWeights(300, recipe.fit(LocalData.of(rows).withThreads(1))).weights();
    SparseRows three =
        new SparseItemWeights(300, recipe.fit(LocalData.of(rows).withThreads(3))).weights();
    assertEquals(one, three);
  }

  @Test
  void oddItemsHaveNoWeights() {
    int[] everything = IntStream.range(0, 6).toArray();
    SparseRows rows =
        SparseRows.builder(7) // item 6 has no users, item 0 all of them
            .add(everything)
            .add(new int[] {0, 1, 2})
            .add(new int[] {0, 3})
            .build();
    for (String centred : List.of("true", "false")) {
      SparseRows weights =
          new SparseItemWeights(
                  7,
                  recipe("neighbours = 8000", "density = 1", "centred = " + centred)
                      .fit(LocalData.of(rows)))
              .weights();
      assertEquals(weights.end(6), weights.start(6));
      for (int k = 0; k < weights.nonZeros(); k++) {
        assertTrue(Float.isFinite(weights.value(k)) && weights.index(k) != 6);
      }
    }
  }

  @Test
  void oneItemIsACatalogue() {
    SparseRows rows = SparseRows.builder(1).add(new int[] {0}).build();
    assertArrayEquals(new float[] {0}, scoresOfAll(recipe(), rows));
  }

  @Test
  void plansAheadAndSaysWhichUsersAreHeavy() {
    var rows = SparseRows.builder(500);
    for (int user = 0; user < 1999; user++) {
      rows.add(new int[] {user % 500, (user * 7 + 3) % 500});
    }
    rows.add(IntStream.range(0, 500).toArray());
    List<String> lines = new ArrayList<>();
    Recipe recipe = recipe("threshold = 1");
    recipe.fit(LocalData.of(rows.build()).withProgress(lines::add));
    assertTrue(lines.get(0).startsWith("plan: about "), lines.toString());
    assertTrue(
        lines.get(1).startsWith("1 user(s) with 4 items or more make up 97 % of the products"),
        lines.toString());
    lines.clear();
    recipe("longest-history = 100").fit(LocalData.of(rows.build()).withProgress(lines::add));
    assertTrue(
        lines.get(0).startsWith("leaving out 1 user(s) with more than 100 items"),
        lines.toString());
  }

  @Test
  void lambdaIsAboveZero() {
    assertThrows(RuntimeException.class, () -> recipe("lambda = 0"));
    assertThrows(RuntimeException.class, () -> recipe("lambda = -1"));
  }
}
