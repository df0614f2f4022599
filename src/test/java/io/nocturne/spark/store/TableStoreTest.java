package io.nocturne.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableStoreTest {
  private static final StructType ITEMS = Schemas.items(DataTypes.LongType);

  @TempDir Path folder;
  private TableStore tables;

  @BeforeEach
  void open() {
    tables = new TableStore(SmallTables.spark(), SmallTables.path(folder));
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    List<Row> rows = SmallTables.items(10, 1);
    TableInfo info = SmallTables.write(tables, "items", rows);
    assertEquals(10, info.rows());
    assertEquals(1, info.files());
    assertEquals(Files.size(folder.resolve("items/part-00000.parquet")), info.bytes());
    assertEquals(ITEMS, info.schema());
    assertEquals(info, tables.info("items"));
    assertEquals(rows, tables.read("items").collectAsList());
    assertEquals(List.of("_table.json", "part-00000.parquet"), names("items"));
    assertEquals(List.of("items"), names("."));
  }

  @Test
  void onlyTheSameRowsAreTheSameBytes() {
    TableInfo expected = SmallTables.write(tables, "items", SmallTables.items(1000, 1));
    assertEquals(expected, SmallTables.write(tables, "other", SmallTables.items(1000, 1)));
    TableInfo changed = SmallTables.write(tables, "other", SmallTables.items(1000, 2));
    assertNotEquals(expected.sha256(), changed.sha256());
  }

  @Test
  void aTableOverTheLimitHasSeveralFilesInOrder() throws IOException {
    TableStore small = new TableStore(SmallTables.spark(), SmallTables.path(folder), 4);
    List<Row> rows = SmallTables.items(10, 1);
    TableInfo info = SmallTables.write(small, "items", rows);
    assertEquals(3, info.files());
    assertEquals(
        List.of("_table.json", "part-00000.parquet", "part-00001.parquet", "part-00002.parquet"),
        names("items"));
    for (int file = 0; file < 3; file++) {
      String path = folder.resolve("items/part-0000" + file + ".parquet").toString();
      assertEquals(
          rows.subList(4 * file, Math.min(10, 4 * file + 4)),
          SmallTables.spark().read().schema(ITEMS).parquet(path).collectAsList());
    }
  }

  @Test
  void aClustersLimitOfRecordsDoesNotCutFiles() {
    String key = "spark.sql.files.maxRecordsPerFile";
    SmallTables.spark().conf().set(key, "3");
    try {
      assertEquals(1, SmallTables.write(tables, "items", SmallTables.items(10, 1)).files());
    } finally {
      SmallTables.spark().conf().unset(key);
    }
  }

  @Test
  void anEmptyTableHasItsColumns() {
    TableInfo info = SmallTables.write(tables, "items", List.of());
    assertEquals(0, info.rows());
    assertEquals(1, info.files());
    tables.verify("items");
    assertEquals(ITEMS.fieldNames().length, tables.read("items").columns().length);
  }

  @Test
  void rowsOfTheDriverKeepTheirOrder() {
    List<Row> rows = SmallTables.items(10, 1);
    Collections.reverse(rows);
    tables.write("items", rows, ITEMS, "here");
    assertEquals(rows, tables.read("items").collectAsList());
  }

  @Test
  void aWriteThatFailsLeavesTheOldTable() throws IOException {
    TableInfo old = SmallTables.write(tables, "items", SmallTables.items(10, 1));
    JavaRDD<Object[]> failing =
        JavaSparkContext.fromSparkContext(SmallTables.spark().sparkContext())
            .parallelize(List.of(0L, 1L, 2L))
            .map(item -> new Object[] {item, (int) (2 / (1 - item)), null, 1L});
    OrderedRows rows = new OrderedRows(failing.coalesce(1), List.of(3L));
    assertThrows(SparkException.class, () -> tables.write("items", rows, ITEMS, "here"));
    assertEquals(old, tables.info("items"));
    tables.verify("items");
    assertEquals(List.of("items"), names("."));
  }

  @Test
  void aTableWithoutItsInfoIsNotThere() throws IOException {
    SmallTables.write(tables, "items", SmallTables.items(10, 1));
    Files.delete(folder.resolve("items/_table.json"));
    assertFalse(tables.has("items"));
    String message =
        assertThrows(UnusableDataException.class, () -> tables.read("items")).getMessage();
    assertTrue(message.startsWith("Cannot find the table items in "), message);
    assertEquals(10, SmallTables.write(tables, "items", SmallTables.items(10, 1)).rows());
  }

  private List<String> names(String table) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(table))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
