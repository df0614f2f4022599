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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.SparkRuntimeException;
import org.apache.spark.sql.Dataset;
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
  void theSameRowsInAnyOrderAndPartitioningAreTheSameBytes() {
    List<Row> rows = SmallTables.items(1000, 1);
    TableInfo expected = SmallTables.write(tables, "items", rows);
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(1));
    for (int partitions : new int[] {1, 3, 16}) {
      Dataset<Row> frame = SmallTables.frame(shuffled).repartition(partitions);
      assertEquals(expected, tables.write("other", frame, ITEMS, "item_index", 1000, "here"));
    }
    TableInfo changed = SmallTables.write(tables, "other", SmallTables.items(1000, 2));
    assertNotEquals(expected.sha256(), changed.sha256());
  }

  @Test
  void aTableOverTheLimitHasSeveralFilesInOrder() throws IOException {
    TableStore small = new TableStore(SmallTables.spark(), SmallTables.path(folder), 4);
    List<Row> rows = SmallTables.items(10, 1);
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(1));
    TableInfo info = SmallTables.write(small, "items", shuffled);
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
  void refusesAColumnOfAnotherType() {
    Dataset<Row> frame =
        SmallTables.frame(SmallTables.items(10, 1))
            .selectExpr("item_id", "item_index", "title", "cast(interactions as int) interactions");
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> tables.write("items", frame, ITEMS, "item_index", 10, "here"))
            .getMessage();
    assertEquals("Invalid column interactions of the table items: int (expected bigint)", message);
    assertFalse(tables.has("items"));
  }

  @Test
  void aWriteThatFailsLeavesTheOldTable() throws IOException {
    TableInfo old = SmallTables.write(tables, "items", SmallTables.items(10, 1));
    Dataset<Row> failing =
        SmallTables.frame(SmallTables.items(10, 2))
            .selectExpr(
                "item_id",
                "item_index",
                "title",
                "if(item_index = 7, cast(raise_error('no more') as long), interactions)"
                    + " interactions");
    assertThrows(
        SparkRuntimeException.class,
        () -> tables.write("items", failing, ITEMS, "item_index", 10, "here"));
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
