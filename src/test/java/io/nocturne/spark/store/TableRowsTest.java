package io.nocturne.spark.store;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows read without a query are those that a query reads. */
class TableRowsTest {
  private static final StructType HISTORIES = Schemas.histories(DataTypes.StringType);
  private static final String[] COLUMNS = HISTORIES.fieldNames();

  @TempDir Path folder;
  private TableStore tables;

  @BeforeEach
  void open() {
    tables = store(250);
  }

  private TableStore store(int rowsPerFile) {
    return new TableStore(SmallTables.spark(), SmallTables.path(folder), rowsPerFile);
  }

  private static OrderedRows histories(int rows) {
    List<Object[]> values = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int size = row % 5;
      values.add(
          new Object[] {
            row,
            "user " + row % 7,
            IntStream.range(0, size).toArray(),
            new float[size],
            IntStream.range(0, size).mapToLong(k -> Long.MAX_VALUE - k).toArray(),
            new int[] {row},
            row % 2 == 0,
            -row
          });
    }
    return OrderedRows.local(
        JavaSparkContext.fromSparkContext(SmallTables.spark().sparkContext()), values);
  }

  /** The values of a row, with arrays as lists. */
  private static List<Object> values(Row row) {
    List<Object> values = new ArrayList<>();
    for (int c = 0; c < row.size(); c++) {
      values.add(
          row.schema().apply(c).dataType().typeName().equals("array")
              ? row.getList(c)
              : row.get(c));
    }
    return values;
  }

  private static List<Object> values(Object[] row) {
    List<Object> values = new ArrayList<>();
    for (Object value : row) {
      if (value instanceof int[] ints) {
        values.add(IntStream.of(ints).boxed().toList());
      } else if (value instanceof long[] longs) {
        values.add(java.util.stream.LongStream.of(longs).boxed().toList());
      } else if (value instanceof float[] floats) {
        values.add(IntStream.range(0, floats.length).mapToObj(k -> floats[k]).toList());
      } else {
        values.add(value);
      }
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "1,10",
    "249,1000",
    "250,100",
    "251,100",
    "1000,256",
    "1000,1",
    "1000,1000",
    "777,250"
  })
  void blocksHaveTheRowsOfATable(int rows, int blockSize) {
    tables.write("histories", histories(rows).readInBlocks(), HISTORIES, "here");
    List<List<Object>> expected =
        tables.read("histories").orderBy("row").collectAsList().stream()
            .map(TableRowsTest::values)
            .toList();
    List<List<Object[]>> blocks =
        tables.rows("histories", COLUMNS).inBlocks("row", blockSize).glom().collect();
    assertEquals((rows + blockSize - 1) / blockSize, blocks.size());
    blocks.subList(0, blocks.size() - 1).forEach(block -> assertEquals(blockSize, block.size()));
    assertEquals(
        expected, blocks.stream().flatMap(List::stream).map(TableRowsTest::values).toList());
    assertEquals(
        expected,
        tables.rows("histories", COLUMNS).collect().stream().map(TableRowsTest::values).toList());
  }

  @Test
  void anEmptyTableIsOneEmptyBlock() {
    tables.write("histories", histories(0).readInBlocks(), HISTORIES, "here");
    assertEquals(0, tables.rows("histories", "row").inBlocks("row", 256).count());
    assertEquals(List.of(), tables.rows("histories", "row").collect());
  }

  @Test
  void columnsComeAsAskedFor() {
    tables.write("histories", histories(3), HISTORIES, "here");
    List<Object[]> rows = tables.rows("histories", "trained", "user_id").collect();
    assertArrayEquals(new Object[] {false, "user 1"}, rows.get(1));
  }

  @Test
  void structsAreArraysAndAbsentValuesNull() {
    SmallTables.write(tables, "items", SmallTables.items(2, 1)); // titles may be absent
    List<Object[]> items = tables.rows("items", "title", "item_index").collect();
    List<Row> expected = tables.read("items").select("title", "item_index").collectAsList();
    for (int k = 0; k < 2; k++) {
      assertEquals(expected.get(k).get(0), items.get(k)[0]);
      assertEquals(expected.get(k).get(1), items.get(k)[1]);
    }
  }

  @Test
  void pagesAreBlocks() throws Exception {
    TableStore one = store(1000);
    one.write("histories", histories(1000).readInBlocks(), HISTORIES, "here");
    org.apache.hadoop.fs.Path file =
        SmallTables.path(folder.resolve("histories/part-00000.parquet"));
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, new Configuration()))) {
      reader.getFooter().getBlocks().get(0).getColumns().stream()
          .map(column -> offsets(reader, column))
          .forEach(first -> assertEquals(List.of(0L, 256L, 512L, 768L), first));
    }
  }

  private static List<Long> offsets(
      ParquetFileReader reader, org.apache.parquet.hadoop.metadata.ColumnChunkMetaData column) {
    try {
      var index = reader.readOffsetIndex(column);
      return IntStream.range(0, index.getPageCount()).mapToObj(index::getFirstRowIndex).toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aMissingFileIsRefused(int file) throws IOException {
    tables.write("histories", histories(600), HISTORIES, "here");
    Files.delete(folder.resolve("histories/part-0000" + file + ".parquet"));
    String message =
        assertThrows(UnusableDataException.class, () -> tables.rows("histories", "row"))
            .getMessage();
    assertTrue(message.endsWith("is damaged: it has 2 file(s) (expected 3). Run the job again"));
  }

  @Test
  void aFileWithOtherRowsIsRefused() throws IOException {
    tables.write("histories", histories(600), HISTORIES, "here");
    Path last = folder.resolve("histories/part-00002.parquet");
    Files.copy(folder.resolve("histories/part-00001.parquet"), last, REPLACE_EXISTING);
    TableRows more = tables.rows("histories", "row");
    String message =
        assertThrows(UnusableDataException.class, () -> more.inBlocks("row", 256)).getMessage();
    assertTrue(message.contains("it has 750 row(s) (expected 600)"), message);
    tables.write("histories", histories(500), HISTORIES, "here");
    Path second = folder.resolve("histories/part-00001.parquet");
    Files.copy(folder.resolve("histories/part-00000.parquet"), second, REPLACE_EXISTING);
    TableRows twice = tables.rows("histories", "row");
    SparkException thrown =
        assertThrows(SparkException.class, () -> twice.inBlocks("row", 256).count());
    // 250 in the first block or 256 in the second, whichever task fails first
    assertTrue(thrown.getMessage().contains("Damaged table: no row 25"), thrown.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 1000})
  void aCutFileIsRefused(int bytes) throws IOException {
    tables.write("histories", histories(600), HISTORIES, "here");
    Path file = folder.resolve("histories/part-00001.parquet");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
    TableRows rows = tables.rows("histories", "row");
    String message = assertThrows(UnusableDataException.class, rows::collect).getMessage();
    assertTrue(message.contains("part-00001.parquet is damaged: "), message);
    assertTrue(message.endsWith("Run the command that makes this table again"), message);
  }

  @Test
  void findsRowsByAValue() {
    tables.write("histories", histories(600), HISTORIES, "here");
    List<Object[]> one = tables.rows("histories", "user_id", "row").where("row", 413);
    assertEquals(1, one.size());
    assertArrayEquals(new Object[] {"user 0", 413}, one.get(0));
    List<Object[]> ofUser = tables.rows("histories", "row").where("user_id", "user 6");
    assertEquals(85, ofUser.size());
    ofUser.forEach(row -> assertEquals(6, (int) row[0] % 7));
    assertEquals(List.of(), tables.rows("histories", "row").where("user_id", "user 7"));
    SmallTables.write(tables, "items", SmallTables.items(9, 1));
    Object[] item = tables.rows("items", "item_id", "title").where("item_id", 1003L).get(0);
    assertArrayEquals(new Object[] {1003L, "title 3"}, item);
  }

  @Test
  void theIndexMustBeRead() {
    tables.write("histories", histories(2), HISTORIES, "here");
    TableRows rows = tables.rows("histories", "user_id");
    assertThrows(IllegalArgumentException.class, () -> rows.inBlocks("row", 256));
  }
}
