package io.nocturne.spark.train.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.math.linear.SymmetricFloats;
import io.nocturne.model.LocalData;
import io.nocturne.model.RowProducts;
import io.nocturne.spark.train.RandomRows;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The products on executors, against those in one JVM and against dense ones. */
class ClusterProductsTest {
  private static final int USERS = 50;
  private static final int ITEMS = 300;
  private static final int WIDTH = 3;

  private final List<Row> rows = RandomRows.random(8, USERS, ITEMS, .1);

  private RowProducts cluster(int partitions) {
    return new ClusterProducts(new TrainingRows(RandomRows.rdd(rows, partitions), ITEMS, USERS));
  }

  private RowProducts local(int threads) {
    SparseRowsBuilder sparse = SparseRows.builder(ITEMS);
    rows.forEach(row -> sparse.add(row.<int[]>getAs(1), row.<float[]>getAs(2)));
    return LocalData.of(sparse.build()).withThreads(threads).products();
  }

  private static float[] numbers(int count) {
    SplitMix64 random = new SplitMix64(count);
    float[] numbers = new float[count];
    for (int k = 0; k < count; k++) {
      numbers[k] = random.nextFloat() - .5f;
    }
    return numbers;
  }

  /** X in full. */
  private double[][] dense() {
    double[][] x = new double[USERS][ITEMS];
    for (Row row : rows) {
      int[] items = row.getAs(1);
      float[] weights = row.getAs(2);
      for (int k = 0; k < items.length; k++) {
        x[row.getInt(0)][items[k]] = weights[k];
      }
    }
    return x;
  }

  private static double factor(double[] row, double power) {
    double sum = 0;
    for (double weight : row) {
      sum += weight;
    }
    return sum == 0 ? 0 : Math.pow(sum, -power);
  }

  @Test
  void weightedGramsAreTheSame() {
    SymmetricFloats expected = new SymmetricFloats(ITEMS);
    local(1).gram(.4, expected);
    for (RowProducts products : List.of(local(3), cluster(1), cluster(4))) {
      SymmetricFloats actual = new SymmetricFloats(ITEMS);
      products.gram(.4, actual);
      assertArrayEquals(expected.arrays()[0], actual.arrays()[0]);
    }
    double[][] x = dense();
    for (int i = 0; i < ITEMS; i += 7) {
      double sum = 0;
      for (double[] row : x) {
        sum += factor(row, .4) * row[i] * row[280];
      }
      assertEquals(sum, expected.get(i, 280), 1e-6, i + ", 280");
    }
  }

  @Test
  void normalProductsAreThoseOfDenseRows() {
    float[] vectors = numbers(ITEMS * WIDTH);
    float[] expected = local(1).preciseProduct(.5, vectors, WIDTH);
    assertArrayEquals(expected, cluster(3).preciseProduct(.5, vectors, WIDTH), 1e-6f);
    double[] sums = new double[ITEMS];
    for (double[] row : dense()) {
      double projection = 0;
      for (int i = 0; i < ITEMS; i++) {
        projection += row[i] * vectors[i * WIDTH + 1];
      }
      for (int i = 0; i < ITEMS; i++) {
        sums[i] += factor(row, .5) * projection * row[i];
      }
    }
    for (int i = 0; i < ITEMS; i++) {
      assertEquals(sums[i], expected[i * WIDTH + 1], 1e-5);
    }
  }

  @Test
  void transposedProductsAreTheSame() {
    float[] left = numbers(USERS * WIDTH);
    double[] expected = local(1).transposedProduct(left, WIDTH);
    assertArrayEquals(expected, cluster(3).transposedProduct(left, WIDTH));
    double[] sums = new double[ITEMS];
    double[][] x = dense();
    for (int u = 0; u < USERS; u++) {
      for (int i = 0; i < ITEMS; i++) {
        sums[i] += x[u][i] * left[u * WIDTH + 2];
      }
    }
    for (int i = 0; i < ITEMS; i++) {
      assertEquals(sums[i], expected[i * WIDTH + 2], 1e-6);
    }
  }
}
