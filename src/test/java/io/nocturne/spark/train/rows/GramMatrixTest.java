package io.nocturne.spark.train.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SymmetricTiles;
import io.nocturne.spark.train.RandomRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GramMatrixTest {
  /** X'X, user by user, in doubles. */
  private static double[][] naive(List<Row> rows, int items) {
    double[][] gram = new double[items][items];
    for (Row row : rows) {
      int[] found = row.getAs(1);
      float[] weights = row.getAs(2);
      for (int a = 0; a < found.length; a++) {
        for (int b = 0; b < found.length; b++) {
          gram[found[a]][found[b]] += (double) weights[a] * weights[b];
        }
      }
    }
    return gram;
  }

  private static double[][] elements(SymmetricTiles gram) {
    double[][] elements = new double[gram.n()][gram.n()];
    for (int i = 0; i < gram.n(); i++) {
      for (int j = 0; j < gram.n(); j++) {
        elements[i][j] = gram.get(i, j);
      }
    }
    return elements;
  }

  /** One item, one tile, one tile and an item, and several with a short last one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 256, 257, 700})
  void matchesTheNaiveProduct(int items) {
    List<Row> rows = RandomRows.random(items, 60, items, items < 10 ? .6 : .05);
    double[][] expected = naive(rows, items);
    SymmetricTiles gram = GramMatrix.of(RandomRows.rdd(rows, 3), items);
    assertEquals((items + 255) / 256, gram.tileRows());
    double[][] actual = elements(gram);
    for (int i = 0; i < items; i++) {
      assertArrayEquals(expected[i], actual[i], 0.0, "users are added in their order");
    }
  }

  @Test
  void itemsWithoutUsersAreZero() {
    List<Row> rows =
        RandomRows.random(1, 20, 300, .1); // of 600 items, so that the last tile is empty
    SymmetricTiles gram = GramMatrix.of(RandomRows.rdd(rows, 2), 600);
    for (int i = 0; i < 600; i++) {
      assertEquals(0, gram.get(i, 599));
    }
    assertTrue(gram.get(299, 299) > 0);
  }

  @Test
  void bytesDoNotDependOnPartitions() {
    int items = 600;
    List<Row> rows = RandomRows.random(5, 80, items, .05);
    double[][] one = elements(GramMatrix.of(RandomRows.rdd(rows, 1), items));
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(3));
    for (int partitions : new int[] {2, 7, 40}) {
      double[][] other = elements(GramMatrix.of(RandomRows.rdd(shuffled, partitions), items));
      for (int i = 0; i < items; i++) {
        assertArrayEquals(one[i], other[i], partitions + " partitions, row " + i);
      }
    }
  }

  /**
   * The three strips have 2.6 MB in total, the largest 1.1 MB: they must be collected one by one.
   */
  @Test
  void collectsStripsWithinTheLimit() {
    int items = 700;
    List<Row> rows = RandomRows.random(items, 60, items, .05);
    JavaRDD<TrainingRow> training = RandomRows.rdd(rows, 3);
    SparkConf live = training.context().conf();
    String limit = live.get("spark.driver.maxResultSize", "1g");
    live.set("spark.driver.maxResultSize", "2m");
    try {
      double[][] expected = naive(rows, items);
      double[][] actual = elements(GramMatrix.of(training, items));
      assertArrayEquals(expected[699], actual[699], 0.0);
      JavaRDD<byte[]> tooMuch =
          training.mapPartitions(partition -> List.of(new byte[1 << 20]).iterator());
      SparkException thrown = assertThrows(SparkException.class, tooMuch::collect);
      assertTrue(thrown.getMessage().contains("maxResultSize"), "the limit applies");
    } finally {
      live.set("spark.driver.maxResultSize", limit);
    }
  }
}
