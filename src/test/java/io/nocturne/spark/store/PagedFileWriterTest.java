package io.nocturne.spark.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with several row groups and pages has the rows that were written. */
class PagedFileWriterTest {
  private static final int ROWS = 10_000;
  private static final MessageType COLUMNS =
      MessageTypeParser.parseMessageType(
          """
          message rows {
            required int32 row;
            required int64 user;
            required group times (LIST) { repeated group list { required int64 element; } }
          }
          """);

  @TempDir Path folder;

  private static long[] times(int row) {
    return new Random(row).longs(row % 40).toArray();
  }

  @Test
  void rejectsOtherRowsAndColumns() throws IOException {
    Configuration hadoop = new Configuration(false);
    org.apache.hadoop.fs.Path file = SmallTables.path(folder.resolve("other.parquet"));
    try (PagedFileWriter writer = new PagedFileWriter(file, COLUMNS, 300, 100_000, hadoop)) {
      assertThrows(IllegalArgumentException.class, () -> writer.write(new Object[] {1, 2L}));
    }
    MessageType optional =
        MessageTypeParser.parseMessageType("message rows { optional int32 row; }");
    String refusal =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new PagedFileWriter(
                        SmallTables.path(folder.resolve("optional.parquet")),
                        optional,
                        300,
                        100_000,
                        hadoop))
            .getMessage();
    assertTrue(refusal.contains("row"), refusal);
  }

  @Test
  void writesRowGroups() throws IOException {
    Configuration hadoop = new Configuration(false);
    org.apache.hadoop.fs.Path file = SmallTables.path(folder.resolve("rows.parquet"));
    try (PagedFileWriter writer = new PagedFileWriter(file, COLUMNS, 300, 100_000, hadoop)) {
      for (int row = 0; row < ROWS; row++) {
        writer.write(new Object[] {row, row + (1L << 40), times(row)});
      }
      writer.end();
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      assertTrue(reader.getRowGroups().size() > 5, "row groups: " + reader.getRowGroups().size());
      assertEquals(ROWS, reader.getRecordCount());
      long first = reader.getRowGroups().get(0).getRowCount();
      assertEquals(0, first % 300, "a group ends with a page: " + first);
    }
    List<Row> rows =
        SmallTables.spark().read().parquet(file.toString()).orderBy("row").collectAsList();
    assertEquals(ROWS, rows.size());
    for (int row = 0; row < ROWS; row++) {
      assertEquals(row + (1L << 40), rows.get(row).getLong(1));
      List<Long> found = rows.get(row).getList(2);
      assertArrayEquals(times(row), found.stream().mapToLong(n -> n).toArray());
    }
  }
}
