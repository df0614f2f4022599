package io.nocturne.spark.train.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.model.LocalData;
import io.nocturne.spark.train.RandomRows;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products on a cluster are those in one JVM, and those of dense matrices. */
class NormalProductsTest {
  private static final int ITEMS = 90;

  /** One slice, a short one, and several; several blocks of users, over several partitions. */
  @ParameterizedTest
  @CsvSource({"0, 1, 40", "1, 7, 40", "0.5, 64, 600", "1, 150, 600"})
  void normalProducts(double power, int width, int users) {
    List<Row> rows = RandomRows.random(1, users, ITEMS, .1);
    SparseRowsBuilder local = SparseRows.builder(ITEMS);
    for (Row row : rows) {
      local.add(row.getAs(1), row.<float[]>getAs(2));
    }
    SplitMix64 random = new SplitMix64(2);
    float[] vectors = new float[ITEMS * width];
    for (int k = 0; k < vectors.length; k++) {
      vectors[k] = (float) random.nextGaussian();
    }
    ClusterProducts cluster =
        new ClusterProducts(TrainingRows.of(RandomRows.table(rows, 3), ITEMS));
    float[] product = cluster.normalProduct(power, vectors, width);
    for (int threads = 1; threads <= 2; threads++) {
      LocalData data = LocalData.of(local.build()).withThreads(threads);
      assertArrayEquals(product, data.products().normalProduct(power, vectors, width));
    }
    double[] expected = naive(rows, power, vectors, width);
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], product[k], 1e-5 * Math.max(1, Math.abs(expected[k])));
    }
    assertArrayEquals(product, cluster.normalProduct(power, vectors, width), "again");
    assertEquals(local.build(), cluster.rows());
  }

  private static double[] naive(List<Row> rows, double power, float[] vectors, int width) {
    double[] product = new double[vectors.length];
    for (Row row : rows) {
      int[] items = row.getAs(1);
      float[] weights = row.getAs(2);
      double sum = 0;
      for (float weight : weights) {
        sum += Math.abs(weight);
      }
      for (int a = 0; a < items.length; a++) {
        for (int b = 0; b < items.length; b++) {
          double factor = Math.pow(sum, -power) * weights[a] * weights[b];
          for (int k = 0; k < width; k++) {
            product[items[a] * width + k] += factor * vectors[items[b] * width + k];
          }
        }
      }
    }
    return product;
  }
}
