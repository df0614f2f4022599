package io.nocturne.spark.train.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.spark.UnusableDataException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Histories in a user's Dataset, with five items. */
class TrainingRowsTest {
  private static Dataset<Row> table(String values, String columns) {
    return SparkSession.builder()
        .getOrCreate()
        .sql("select * from values %s as t(%s)".formatted(values, columns));
  }

  @Test
  void castsColumnsAndAcceptsMissingWeights() {
    TrainingRows rows =
        TrainingRows.of(table("(1L, array(4L, 0L)), (0L, array())", "row, items"), 5);
    assertEquals(2, rows.users());
    assertEquals(5, rows.items());
    List<TrainingRow> inOrder = rows.inBlocks().collect();
    assertEquals(0, inOrder.get(0).row());
    assertArrayEquals(new int[] {4, 0}, inOrder.get(1).items());
    assertArrayEquals(new float[] {1, 1}, inOrder.get(1).weights());
    TrainingRow weighted =
        TrainingRows.of(table("(array(3D), 0, array(2))", "weights, row, items"), 5)
            .inBlocks()
            .first();
    assertArrayEquals(new float[] {3}, weighted.weights());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(1, array(2), array(1f)) | Invalid column row: 1 numbers from 1 to 1 in 1 rows (expected 0 to 0, each once)",
        "(0, array(2), array(1f)), (0, array(2), array(1f)) | Invalid column row: 1 numbers from 0 to 0 in 2 rows (expected 0 to 1, each once)",
        "(0, array(2), array(1f)), (null, array(2), array(1f)) | Invalid column row: 1 numbers from 0 to 0 in 2 rows (expected 0 to 1, each once)",
        "(0, array(2), array(1f)), (2, array(2), array(1f)) | Invalid column row: 2 numbers from 0 to 2 in 2 rows (expected 0 to 1, each once)",
        "(0, array(5), array(1f)) | Invalid column items: 5 to 5 (expected 0 to 4)",
        "(0, array(3, -1), array(1f, 1f)) | Invalid column items: -1 to 3 (expected 0 to 4)",
        "(0, array(3, 3), array(1f, 1f)) | Invalid column items: an item twice in 1 row(s) (expected distinct items)",
        "(0, array(3, 2), array(1f)) | Invalid columns items and weights in 1 row(s) (expected arrays of one length, without nulls, weights finite)",
        "(0, array(3, null), array(1f, 1f)) | Invalid columns items and weights in 1 row(s) (expected arrays of one length, without nulls, weights finite)",
        "(0, null, array(1f)) | Invalid columns items and weights in 1 row(s) (expected arrays of one length, without nulls, weights finite)",
        "(0, array(3), array(float('NaN'))) | Invalid columns items and weights in 1 row(s) (expected arrays of one length, without nulls, weights finite)",
        "(0, array(3), array(float('-Infinity'))) | Invalid columns items and weights in 1 row(s) (expected arrays of one length, without nulls, weights finite)",
      })
  void rejectsInvalidHistories(String values, String message) {
    assertEquals(message, refusal(table(values, "row, items, weights")));
  }

  @Test
  void rejectsAnEmptyDataset() {
    Dataset<Row> none = table("(0, array(2))", "row, items").where("row > 0");
    assertEquals("Invalid training rows: none (expected 1 or more)", refusal(none));
  }

  private static String refusal(Dataset<Row> histories) {
    return assertThrows(UnusableDataException.class, () -> TrainingRows.of(histories, 5))
        .getMessage();
  }
}
