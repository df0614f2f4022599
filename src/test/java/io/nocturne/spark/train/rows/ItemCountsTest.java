package io.nocturne.spark.train.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.nn.parameter.ItemFrequencies;
import io.nocturne.spark.train.RandomRows;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class ItemCountsTest {
  private static Row row(int row, int... items) {
    float[] weights = new float[items.length]; // zeros, which are interactions too
    return RowFactory.create(row, items, weights, new long[items.length]);
  }

  @Test
  void countsUsersRegardlessOfWeights() {
    List<Row> rows = List.of(row(0, 2, 0), row(1, 2), row(2, 0, 2, 4));
    for (int partitions : new int[] {1, 2, 5}) {
      assertArrayEquals(
          new float[] {2, 0, 3, 0, 1},
          ItemCounts.of(new TrainingRows(RandomRows.rdd(rows, partitions), 5, 3)));
    }
  }

  /** In any order of partitions; ratings above 1, which have no log-odds, are counted. */
  @Test
  void sumsWeightsUpToOne() {
    List<Row> rows = List.of(weighted(0, .1f, 1), weighted(1, .7f, 0), weighted(2, .2f, .5f));
    for (int partitions : new int[] {1, 2, 3}) {
      ItemFrequencies frequencies = frequencies(rows, partitions);
      assertArrayEquals(new float[] {3, 3}, frequencies.counts());
      assertArrayEquals(new float[] {1, 1.5f}, frequencies.weights(), 1e-7f);
      assertEquals(3, frequencies.rows());
    }
    List<Row> ratings = List.of(weighted(0, 4, 1), weighted(1, 5, 2));
    assertArrayEquals(new float[] {2, 2}, frequencies(ratings, 1).weights());
  }

  private static Row weighted(int row, float first, float second) {
    return RowFactory.create(row, new int[] {0, 1}, new float[] {first, second}, new long[2]);
  }

  private static ItemFrequencies frequencies(List<Row> rows, int partitions) {
    return ItemCounts.frequencies(Shards.of(RandomRows.rdd(rows, partitions), 2, rows.size()));
  }
}
