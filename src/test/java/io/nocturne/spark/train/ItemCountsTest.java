package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class ItemCountsTest {
  private static Row row(int row, int... items) {
    float[] weights = new float[items.length]; // not counted: a zero is an interaction too
    return RowFactory.create(row, items, weights, new long[items.length]);
  }

  @Test
  void countsUsersWhateverTheirWeights() {
    List<Row> rows = List.of(row(0, 2, 0), row(1, 2), row(2, 0, 2, 4));
    for (int partitions : new int[] {1, 2, 5}) {
      assertArrayEquals(
          new float[] {2, 0, 3, 0, 1}, ItemCounts.of(TrainingRows.rdd(rows, partitions), 5));
    }
  }
}
