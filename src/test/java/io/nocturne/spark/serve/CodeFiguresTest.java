package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SplitMix64;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.Rows;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is reported of codes, against plain loops over the training rows. */
class CodeFiguresTest {
  private static final int CODE = 5;
  private static final String CONTRACTIVE =
      "contractive-ae contraction=0.1 code=5 code-activation=sigmoid normalize=true"
          + " corruption=dropout noise=0 loss=multinomial output-activation=identity";
  private static final String SPARSE =
      "sparse-ae sparsity=0.1 code=5 code-activation=relu normalize=false"
          + " corruption=dropout noise=0 loss=multinomial output-activation=identity";

  @TempDir static Path folder;
  private static Prepared prepared;
  private static int items;

  @BeforeAll
  static void prepare() {
    PrepareCase preparation = PrepareCase.random(folder, 150, 20, .3);
    preparation.binary = false;
    prepared = preparation.run();
    items = prepared.items().size();
  }

  /** W [items x code], b [code], W [items x code], b [items]. */
  private static float[] parameters(double deviation) {
    SplitMix64 random = new SplitMix64(3);
    float[] parameters = new float[2 * items * CODE + CODE + items];
    for (int k = 0; k < parameters.length; k++) {
      parameters[k] = (float) (deviation * random.nextGaussian());
    }
    return parameters;
  }

  private static Parameters model(float[] theta) {
    return FlatParameters.shallow(items, CODE, theta);
  }

  private static Optional<CodeFigures> figures(String recipe, Parameters parameters, int most) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(SparkSession.builder().getOrCreate().sparkContext());
    BroadcastModel model =
        new BroadcastModel(spark, Recipes.parse(recipe), parameters, new float[items]);
    try {
      return CodeFigures.of(prepared.tables(), model, most);
    } finally {
      model.destroy();
    }
  }

  /** The z of every {@code every}th training row. */
  private static List<double[]> inputs(float[] theta, boolean normalized, int every) {
    List<double[]> all = new ArrayList<>();
    for (Row row : prepared.rows("training", "row")) {
      if (row.getInt(0) % every != 0) {
        continue;
      }
      int[] met = Rows.ints(row, "items");
      float[] weights = Rows.floats(row, "weights");
      double squares = 0;
      for (float weight : weights) {
        squares += (double) weight * weight;
      }
      double[] z = new double[CODE];
      for (int j = 0; j < CODE; j++) {
        z[j] = theta[items * CODE + j];
        for (int k = 0; k < met.length; k++) {
          double x = normalized ? weights[k] / Math.sqrt(squares) : weights[k];
          z[j] += x * theta[met[k] * CODE + j];
        }
      }
      all.add(z);
    }
    return all;
  }

  private static double squaredWeights(float[] theta, int unit) {
    double sum = 0;
    for (int i = 0; i < items; i++) {
      sum += (double) theta[i * CODE + unit] * theta[i * CODE + unit];
    }
    return sum;
  }

  @Test
  void ofAContractiveAutoencoder() {
    float[] theta = parameters(4);
    List<double[]> inputs = inputs(theta, true, 1);
    double near = 0;
    double norms = 0;
    double largest = 0;
    for (double[] z : inputs) {
      for (int j = 0; j < CODE; j++) {
        largest = Math.max(largest, 1 / (1 + Math.exp(-z[j])));
      }
    }
    for (double[] z : inputs) {
      for (int j = 0; j < CODE; j++) {
        double y = 1 / (1 + Math.exp(-z[j]));
        near += y < .01 * largest ? 1 : 0;
        norms += y * (1 - y) * y * (1 - y) * squaredWeights(theta, j);
      }
    }
    CodeFigures figures = figures(CONTRACTIVE, model(theta), 1000).orElseThrow();
    assertEquals(inputs.size(), figures.rows());
    assertTrue(near > 10, "some are near zero: " + near);
    assertEquals(near / inputs.size() / CODE, figures.nearZero(), 1e-12);
    assertEquals(norms / inputs.size(), figures.jacobianNorm(), 1e-4 * figures.jacobianNorm());
  }

  /** Of 150 users at most 40 are every fourth. */
  @Test
  void ofASparseAutoencoderOnSomeOfTheRows() {
    float[] theta = parameters(.3);
    int users = Math.toIntExact(prepared.tables().info("training").rows());
    int every = (users + 39) / 40;
    List<double[]> inputs = inputs(theta, false, every);
    double near = 0;
    double norms = 0;
    double largest = 0;
    for (double[] z : inputs) {
      for (double number : z) {
        largest = Math.max(largest, number);
      }
    }
    for (double[] z : inputs) {
      for (int j = 0; j < CODE; j++) {
        near += z[j] < .01 * largest ? 1 : 0;
        norms += z[j] > 0 ? squaredWeights(theta, j) : 0;
      }
    }
    CodeFigures figures = figures(SPARSE, model(theta), 40).orElseThrow();
    assertTrue(every > 1 && figures.rows() <= 40, "rows: " + figures.rows());
    assertEquals(inputs.size(), figures.rows());
    assertTrue(near > 10 && near < inputs.size() * CODE - 10, "near zero: " + near);
    assertEquals(near / inputs.size() / CODE, figures.nearZero(), 1e-12);
    assertEquals(norms / inputs.size(), figures.jacobianNorm(), 1e-4 * figures.jacobianNorm());
  }

  @Test
  void codesOfZerosAreAllNearZero() {
    CodeFigures figures = figures(SPARSE, model(parameters(0)), 1000).orElseThrow();
    assertEquals(1, figures.nearZero());
    assertEquals(0, figures.jacobianNorm());
  }

  @Test
  void otherModelsHaveNone() {
    // items - 16 - mean and variance of 8 - 16 - items
    Network network = TestRecipes.network(TestRecipes.MULT_VAE, items);
    Parameters multVae = Parameters.of(BlockArray.zeros(network.blocks()));
    assertTrue(figures(TestRecipes.MULT_VAE, multVae, 1000).isEmpty());
    assertTrue(
        figures(
                TestRecipes.EASE,
                FlatParameters.one("item.weights", items, new float[items * items]),
                1000)
            .isEmpty());
  }
}
