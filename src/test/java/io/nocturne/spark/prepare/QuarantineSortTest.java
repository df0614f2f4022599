package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.store.OrderedRows;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineSortTest {
  @TempDir Path folder;

  /** With one partition, each of a thousand files would sort the rows of all of them. */
  @Test
  void manyRowsAreSortedInSeveralPartitions() {
    List<String[]> rows = new ArrayList<>();
    for (int k = 0; k < 100; k++) {
      rows.add(new String[] {"b.csv", "row " + k, "malformed row"});
      rows.add(new String[] {"a.csv", "row " + k, k % 2 == 0 ? "item: missing" : "malformed row"});
    }
    rows.add(new String[] {"a.csv", "row 7", "malformed row"});
    Collections.shuffle(rows, new Random(1));
    SparkSession spark = SparkSession.builder().getOrCreate();
    OrderedRows several = sorted(spark, rows, 50);
    assertTrue(several.partitions() > 2, several.partitions() + " partitions");
    assertEquals(201, several.count());
    TableStore tables = new TableStore(spark, new org.apache.hadoop.fs.Path(folder.toUri()), 60);
    assertEquals(
        tables.write("one", sorted(spark, rows, 1000), Schemas.quarantine(), "here"),
        tables.write("several", several, Schemas.quarantine(), "here"));
  }

  private static OrderedRows sorted(SparkSession spark, List<String[]> rows, int most) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return Quarantine.sorted(context.parallelize(rows, 3), rows.size(), most);
  }
}
