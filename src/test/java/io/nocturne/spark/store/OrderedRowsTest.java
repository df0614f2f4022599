package io.nocturne.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables written without a query have the bytes that Spark's query would give them. */
class OrderedRowsTest {
  private static final int ROWS = 23;
  private static final StructType TRAINING = Schemas.training();

  // static, as tasks get copies of objects
  private static final CountDownLatch SLOW_TASK_STARTED = new CountDownLatch(1);
  private static final CountDownLatch SLOW_TASK_ENDED = new CountDownLatch(1);

  @TempDir Path folder;

  private static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(SmallTables.spark().sparkContext());
  }

  private static Object[] values(int row) {
    int size = row % 4;
    return new Object[] {
      IntStream.range(0, size).map(k -> row + k).toArray(),
      new float[size],
      IntStream.range(0, size).mapToLong(k -> 1_000_000_000_000L + k).toArray()
    };
  }

  /** The rows in partitions of these sizes. */
  private static OrderedRows ordered(List<Integer> sizes) {
    List<Integer> first = new ArrayList<>(List.of(0));
    sizes.forEach(size -> first.add(first.get(first.size() - 1) + size));
    List<Integer> numbers = IntStream.range(0, sizes.size()).boxed().toList();
    List<Integer> from = List.copyOf(first);
    JavaRDD<Object[]> rows =
        context()
            .parallelize(numbers, sizes.size())
            .flatMap(
                k ->
                    IntStream.range(from.get(k), from.get(k + 1))
                        .mapToObj(OrderedRowsTest::values)
                        .iterator());
    return new OrderedRows(rows, sizes.stream().map(Integer::longValue).toList());
  }

  /** Files that Spark's queries write, one by one. */
  private TableInfo byQuery(int rowsPerFile) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      Object[] values = values(row);
      rows.add(RowFactory.create(row, values[0], values[1], values[2]));
    }
    List<WrittenFile> files = new ArrayList<>();
    for (int from = 0; from < ROWS; from += rowsPerFile) {
      Path file = folder.resolve("query-" + from);
      SmallTables.spark()
          .createDataFrame(rows.subList(from, Math.min(ROWS, from + rowsPerFile)), TRAINING)
          .coalesce(1)
          .write()
          .option("compression", "snappy")
          .parquet(file.toString());
      try (Stream<Path> parts = Files.list(file)) {
        Path part = parts.filter(p -> p.toString().endsWith(".parquet")).findAny().orElseThrow();
        files.add(
            CanonicalParquet.copy(
                SmallTables.path(part), "copy.parquet", context().hadoopConfiguration()));
      }
    }
    return TableInfo.of(files, "here", TRAINING);
  }

  private TableStore store(int rowsPerFile) {
    return new TableStore(SmallTables.spark(), SmallTables.path(folder), rowsPerFile);
  }

  @ParameterizedTest
  @CsvSource({
    "'23', 100",
    "'10 13', 100",
    "'0 23 0', 100",
    "'7 0 9 7', 8",
    "'1 1 1 20', 5",
    "'23', 23",
    "'12 11', 1",
  })
  void theBytesAreThoseOfAQuery(String sizes, int rowsPerFile) throws IOException {
    List<Integer> ofPartitions = List.of(sizes.split(" ")).stream().map(Integer::valueOf).toList();
    OrderedRows rows = ordered(ofPartitions).numbered(0);
    assertEquals(ROWS, rows.count());
    TableInfo direct = store(rowsPerFile).write("direct", rows, TRAINING, "here");
    assertEquals(byQuery(rowsPerFile), direct);
  }

  @Test
  void rowsMayFollowOthers() {
    OrderedRows both = ordered(List.of(4, 1)).then(ordered(List.of(0, 2))).numbered(0);
    TableInfo info = store(3).write("both", both, TRAINING, "here");
    assertEquals(7, info.rows());
    assertEquals(3, info.files());
    assertEquals(
        List.of(0, 1, 2, 3, 4, 5, 6),
        store(3).read("both").orderBy("row").collectAsList().stream()
            .map(row -> row.getInt(0))
            .toList());
  }

  @Test
  void aTableWithoutRowsHasOneFile() {
    OrderedRows none = OrderedRows.local(context(), List.of());
    TableInfo info = store(3).write("none", none, TRAINING, "here");
    assertEquals(0, info.rows());
    assertEquals(1, info.files());
    assertEquals(List.of(), store(3).read("none").collectAsList());
  }

  /** A task that is sent with its rows may be larger than a message of Spark. */
  @Test
  void rowsOfTheDriverAreNotSentWithTheTasks() throws IOException {
    List<Object[]> rows = IntStream.range(0, 10_000).mapToObj(OrderedRowsTest::values).toList();
    JavaRDD<Object[]> inFiles = OrderedRows.local(context(), rows).inFiles(5_000);
    assertEquals(2, inFiles.getNumPartitions());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(inFiles.partitions().get(1));
    }
    assertTrue(bytes.size() < 5_000, bytes.size() + " bytes");
    assertEquals(10_000, inFiles.count());
  }

  @ParameterizedTest
  @CsvSource({"2, more", "4, fewer"})
  void rejectsOtherThanTheCountedRows(long counted, String word) {
    OrderedRows wrong =
        new OrderedRows(
            context().parallelize(List.of(values(1), values(2), values(3)), 1), List.of(counted));
    Exception thrown =
        assertThrows(
            SparkException.class,
            () -> store(3).write("wrong", wrong.numbered(0), TRAINING, "here"));
    String expected = "Partition 0 has %s rows than it was counted to have".formatted(word);
    assertTrue(thrown.getMessage().contains(expected), thrown.getMessage());
    assertFalse(store(3).has("wrong"));
  }

  @Test
  void aFailedWriteWaitsForItsOtherTasks() {
    JavaRDD<Object[]> rows =
        context()
            .parallelize(List.of(0, 1), 2)
            .map(
                row -> {
                  if (row == 0) {
                    SLOW_TASK_STARTED.await();
                    throw new IllegalStateException("planned");
                  }
                  SLOW_TASK_STARTED.countDown();
                  Thread.sleep(500);
                  SLOW_TASK_ENDED.countDown();
                  return values(row);
                });
    OrderedRows ordered = new OrderedRows(rows, List.of(1L, 1L));
    TableStore tables = new TableStore(SmallTables.spark(), SmallTables.path(folder), 1);
    assertThrows(SparkException.class, () -> tables.write("training", ordered, TRAINING, "here"));
    assertEquals(0, SLOW_TASK_ENDED.getCount());
    assertFalse(tables.has("training"));
    assertEquals(0, folder.toFile().list().length);
  }
}
