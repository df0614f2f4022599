package io.nocturne.spark.train.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupedCollectTest {
  private static final String LIMIT = "spark.driver.maxResultSize";
  private static final int MEGABYTE = 1 << 20;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkSession.builder().getOrCreate().sparkContext());
  private final SparkConf live = spark.sc().conf();
  private String before;

  @BeforeEach
  void saveTheLimit() {
    before = live.get(LIMIT, "1g");
  }

  @AfterEach
  void restoreTheLimit() {
    live.set(LIMIT, before);
  }

  /** Seven partitions of 1 MB each, except the third, which is empty. */
  private JavaRDD<byte[]> megabytes() {
    return spark
        .parallelize(List.of(0, 1, 2, 3, 4, 5, 6), 7)
        .mapPartitions(GroupedCollectTest::megabyte);
  }

  private static Iterator<byte[]> megabyte(Iterator<Integer> partition) {
    int number = partition.next();
    byte[] bytes = new byte[MEGABYTE];
    bytes[5] = (byte) number;
    return number == 2 ? List.<byte[]>of().iterator() : List.of(bytes).iterator();
  }

  /** One at a time, two at a time (a third of 7), all at once, and without a limit. */
  @ParameterizedTest
  @ValueSource(strings = {"2m", "7m", "1g", "0"})
  void collectsInOrderWithinTheLimit(String limit) {
    live.set(LIMIT, limit);
    List<Integer> numbers = new ArrayList<>();
    for (byte[] bytes : GroupedCollect.of(megabytes(), MEGABYTE)) {
      numbers.add((int) bytes[5]);
    }
    assertEquals(List.of(0, 1, 3, 4, 5, 6), numbers);
  }

  @Test
  void limitIsEnforced() {
    live.set(LIMIT, "2m");
    JavaRDD<byte[]> all = megabytes();
    SparkException thrown = assertThrows(SparkException.class, all::collect);
    assertTrue(thrown.getMessage().contains("maxResultSize"), thrown.getMessage());
  }
}
