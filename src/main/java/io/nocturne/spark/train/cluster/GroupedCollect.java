package io.nocturne.spark.train.cluster;

import io.nocturne.nn.parameter.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.network.util.JavaUtils;

/** Collects large partitions in groups, each within what the driver may collect at once. */
public final class GroupedCollect {
  private static final int LEAST_BLOCK = 1 << 14;

  private GroupedCollect() {}

  /**
   * Returns all elements in the order of the partitions.
   *
   * @param largest the bytes of the largest partition
   */
  public static <T> List<T> of(JavaRDD<T> rdd, long largest) {
    List<T> collected = new ArrayList<>();
    each(rdd, largest, collected::add);
    return collected;
  }

  /**
   * Passes all elements on, in the order of the partitions; no more than a group is held at a time.
   *
   * @param largest the bytes of the largest partition
   */
  public static <T> void each(JavaRDD<T> rdd, long largest, Consumer<T> receiver) {
    int partitions = rdd.getNumPartitions();
    int together = together(rdd.context().conf(), partitions, largest);
    for (int first = 0; first < partitions; first += together) {
      int[] group = range(first, Math.min(partitions, first + together));
      for (List<T> found : rdd.collectPartitions(group)) {
        found.forEach(receiver);
      }
    }
  }

  /** Returns the number of partitions, 1 or more, that may be collected at once. */
  public static int together(SparkConf conf, int all, long each) {
    return (int) Math.max(1, Math.min(all, limit(conf) / each));
  }

  /**
   * A third of what Spark lets the driver collect at once, which leaves room for Spark's overhead.
   */
  public static long limit(SparkConf conf) {
    String limit = conf.get("spark.driver.maxResultSize", "1g");
    long bytes = JavaUtils.byteStringAsBytes(limit);
    return bytes == 0 ? Long.MAX_VALUE : Math.max(1, bytes / 3);
  }

  /** The number of floats in a block: 16 MB, or less where the driver may not collect that. */
  public static int blockFloats(SparkConf conf) {
    long bytes = Math.min((long) Block.PART * Float.BYTES, limit(conf));
    return (int) Math.max(LEAST_BLOCK, bytes / Float.BYTES);
  }

  private static int[] range(int from, int to) {
    int[] range = new int[to - from];
    Arrays.setAll(range, k -> from + k);
    return range;
  }
}
