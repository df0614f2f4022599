package io.nocturne.research;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.Schedule;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.train.TestTraining;
import io.nocturne.spark.train.TrainSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the linear autoencoder with tied weights with its optimum, on four groups of users with
 * their own items, and noise.
 */
class LinearAutoencoderTest {
  private static final int USERS = 80;
  private static final int ITEMS = 30;
  private static final int GROUPS = 4;
  private static final String RECIPE =
      "linear-ae code=4 corruption=dropout noise=%s normalize=false solver=descent tied=%s";

  @TempDir static Path folder;
  private static double[][] x;
  private static SymmetricTiles gram;
  private static EigenSolution solution;

  @BeforeAll
  static void solve() {
    SplitMix64 random = new SplitMix64(1);
    x = new double[USERS][ITEMS];
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        boolean own = item % GROUPS == user % GROUPS;
        double weight = own ? (1 + .2 * (user % GROUPS)) * (.5 + random.nextDouble()) : 0;
        x[user][item] = (float) (weight + .2 * random.nextDouble());
      }
    }
    gram = new SymmetricTiles(ITEMS, 8);
    for (int i = 0; i < ITEMS; i++) {
      for (int j = 0; j <= i; j++) {
        for (double[] row : x) {
          gram.add(i, j, row[i] * row[j]);
        }
      }
    }
    solution = EigenSolution.of(gram, GROUPS);
  }

  /** The tables of prepare that training reads. */
  private static TableStore tables() {
    SparkSession spark = SparkSession.builder().getOrCreate();
    TableStore tables =
        new TableStore(spark, new org.apache.hadoop.fs.Path(folder.resolve("t").toString()));
    List<Row> items = new ArrayList<>();
    int[] all = new int[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      all[item] = item;
      items.add(RowFactory.create((long) item, item, null, (long) USERS));
    }
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      float[] weights = new float[ITEMS];
      for (int item = 0; item < ITEMS; item++) {
        weights[item] = (float) x[user][item];
      }
      rows.add(RowFactory.create(user, all, weights, new long[ITEMS]));
    }
    tables.write("items", items, Schemas.items(DataTypes.LongType), "made here");
    tables.write("training", rows, Schemas.training(), "made here");
    return tables;
  }

  /** Full-batch steps, and a rate that falls to zero. */
  private static Plan plan() {
    Schedule cosine = new Schedule(Schedule.Shape.COSINE, 1, 1, 0);
    return new Plan(1500, 1500, 1, USERS, .02, 0, SampledSoftmax.OFF)
        .with(Optimization.of(OptimizerKind.ADAM).with(cosine));
  }

  @Test
  void spectrumHasAGap() {
    double gap = Math.sqrt(solution.value(GROUPS - 1) / solution.value(GROUPS));
    assertTrue(gap >= 2, "singular values " + gap + " apart");
    assertTrue(solution.value(0) > 1.1 * solution.value(GROUPS - 1), "leading eigenvalues differ");
  }

  @Test
  void gradientDescentFindsTheLeadingEigenvectors() {
    Parameters trained = new TestTraining().plan(plan()).run(RECIPE.formatted(0, true), tables());
    float[] weights = FlatParameters.of(trained);
    double angle = solution.largestAngle(weights);
    assertTrue(angle < .01, "largest principal angle: " + angle);
    double best = solution.captured();
    double captured = solution.captured(weights);
    assertEquals(best, captured, .001 * best);
    assertTrue(captured <= best + 1e-6, captured + " is more than can be: " + best);
  }

  /** |X - X V V'|^2 by definition, and known directions. */
  @Test
  void solutionMatchesTheTextbook() {
    float[] v = solution.weights();
    double all = 0;
    double left = 0;
    for (double[] row : x) {
      for (int i = 0; i < ITEMS; i++) {
        double projected = 0;
        for (int j = 0; j < ITEMS; j++) {
          for (int k = 0; k < GROUPS; k++) {
            projected += row[j] * v[j * GROUPS + k] * v[i * GROUPS + k];
          }
        }
        all += row[i] * row[i];
        left += (row[i] - projected) * (row[i] - projected);
      }
    }
    assertEquals(1 - left / all, solution.captured(), 1e-6);
    assertEquals(1 - left / all, solution.captured(v), 1e-6);
    assertEquals(0, solution.largestAngle(v), 1e-3, "the floats of V are near V");
    float[] turned = v.clone();
    for (int k = 0; k < GROUPS; k++) {
      // scaling the first column and adding multiples of it to the others keeps the space
      for (int i = 0; i < ITEMS; i++) {
        turned[i * GROUPS + k] = k == 0 ? 3 * v[i * GROUPS] : v[i * GROUPS + k] - v[i * GROUPS];
      }
    }
    assertEquals(0, solution.largestAngle(turned), 1e-3);
    assertTrue(solution.captured(turned) < solution.captured(v) - .1, "but no projection on it");
  }

  /** For a diagonal matrix: the leading eigenvectors, and a direction .3 radians off. */
  @Test
  void largestAngleIsBetweenSpaces() {
    SymmetricTiles diagonal = new SymmetricTiles(3);
    diagonal.set(0, 0, 1);
    diagonal.set(1, 1, 5);
    diagonal.set(2, 2, 2);
    EigenSolution two = EigenSolution.of(diagonal, 2);
    assertEquals(5, two.value(0), 1e-12);
    assertEquals(2, two.value(1), 1e-12);
    assertEquals(7 / 8., two.captured(), 1e-12);
    float sine = (float) Math.sin(.3);
    float cosine = (float) Math.cos(.3);
    float[] tilted = {sine, 0, 0, 1, cosine, 0}; // columns (sin, 0, cos) and (0, 1, 0)
    assertEquals(.3, two.largestAngle(tilted), 1e-6);
    double captured = 5 + cosine * cosine * 2 + sine * sine;
    assertEquals(captured / 8, two.captured(tilted), 1e-6);
    assertThrows(IllegalArgumentException.class, () -> EigenSolution.of(diagonal, 4));
  }

  /** The scores of the recipe with V as parameters are x V V'. */
  @Test
  void recipeOpensTheSolution() {
    float[] v = solution.weights();
    SparseRowsBuilder builder = SparseRows.builder(ITEMS);
    SparseRows history = builder.add(new int[] {3, 7}, new float[] {2, .5f}).build();
    float[] scores = new float[ITEMS];
    Recipes.parse(RECIPE.formatted(0, true))
        .open(ITEMS, FlatParameters.one("encoder.weights", v.length / ITEMS, v))
        .score(history, scores);
    float[] expected = new float[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      for (int k = 0; k < GROUPS; k++) {
        expected[i] += (2 * v[3 * GROUPS + k] + .5f * v[7 * GROUPS + k]) * v[i * GROUPS + k];
      }
    }
    assertArrayEquals(expected, scores, 1e-5f);
  }

  @Test
  void rejectsOtherRecipes() {
    TrainSettings settings = new TrainSettings(plan(), 1, 1);
    List<String> others =
        List.of("popularity", RECIPE.formatted(0, false), RECIPE.formatted(.1, true));
    for (String other : others) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new LinearBench(null, Recipes.parse(other), settings, line -> {}))
              .getMessage();
      assertTrue(message.startsWith("Invalid train.recipe: " + other.split(" ")[0]), message);
    }
  }
}
