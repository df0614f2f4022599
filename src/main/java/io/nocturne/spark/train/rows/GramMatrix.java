package io.nocturne.spark.train.rows;

import io.nocturne.math.SortedRow;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.spark.train.cluster.GroupedCollect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Computes X'X on the executors. The output is large, so tasks divide the output: each makes one
 * strip of rows of the Gram matrix from the users who have an item in it. No task holds more than
 * its strip, nothing is added across tasks, and each strip adds its users in their order, so the
 * sums are the same bytes on any cluster.
 */
public final class GramMatrix {
  private GramMatrix() {}

  /**
   * Returns X'X of the training rows.
   *
   * @param training rows with distinct numbers
   * @param items the width of X
   * @return [items x items]
   */
  public static SymmetricTiles of(JavaRDD<TrainingRow> training, int items) {
    SymmetricTiles gram = new SymmetricTiles(items);
    add(training, 0, gram);
    return gram;
  }

  /**
   * Computes X' D X of the training rows, where D weighs a row by its {@link SortedRow#factor}.
   *
   * @param userPower the power of the factor
   * @param gram receives its strips
   */
  public static void add(JavaRDD<TrainingRow> training, double userPower, SortedRow.Strips gram) {
    int items = gram.n();
    int height = gram.stripHeight();
    JavaRDD<byte[]> strips =
        training
            .flatMapToPair(row -> toStrips(row, userPower, height))
            .repartitionAndSortWithinPartitions(new ByStrip(gram.strips()), naturalOrder())
            .mapPartitionsWithIndex((strip, rows) -> sum(strip, rows, height, items), true);
    AtomicInteger next = new AtomicInteger(); // strips arrive in order
    GroupedCollect.each(
        strips,
        StripBytes.most((long) height * items),
        strip -> {
          int s = next.getAndIncrement();
          gram.setStrip(
              s,
              StripBytes.read(strip, (gram.stripEnd(s) - gram.stripFirst(s)) * gram.stripEnd(s)));
        });
  }

  /**
   * Computes X'L, where L has a row for each training row: a strip of items a task, each from the
   * rows that have an item in it.
   */
  static double[] transposedProduct(
      JavaRDD<TrainingRow> training, int items, float[] left, int width) {
    int size = SymmetricTiles.TILE_SIZE;
    Broadcast<float[]> sent = JavaSparkContext.fromSparkContext(training.context()).broadcast(left);
    try {
      JavaRDD<double[]> strips =
          training
              .flatMapToPair(row -> toStrips(row, 0, size))
              .repartitionAndSortWithinPartitions(
                  new ByStrip((items - 1) / size + 1), naturalOrder())
              .mapPartitionsWithIndex(
                  (strip, rows) -> sum(strip, rows, items, sent.value(), width), true);
      double[] product = new double[Math.multiplyExact(items, width)];
      int at = 0;
      for (double[] strip : GroupedCollect.of(strips, (long) size * width * Double.BYTES)) {
        System.arraycopy(strip, 0, product, at, strip.length);
        at += strip.length;
      }
      return product;
    } finally {
      sent.destroy();
    }
  }

  private static Iterator<double[]> sum(
      int strip, Iterator<Tuple2<Long, SortedRow>> rows, int items, float[] left, int width) {
    int first = strip * SymmetricTiles.TILE_SIZE;
    double[] sums = new double[Math.min(SymmetricTiles.TILE_SIZE, items - first) * width];
    while (rows.hasNext()) {
      Tuple2<Long, SortedRow> row = rows.next();
      row._2().addTransposedProduct(left, row._1().intValue(), width, sums, first);
    }
    return List.of(sums).iterator();
  }

  /** Sends a user's row to each strip that it has an item in: the key is (strip, user). */
  private static Iterator<Tuple2<Long, SortedRow>> toStrips(
      TrainingRow row, double userPower, int height) {
    SortedRow sorted = SortedRow.of(row.items(), row.weights(), userPower);
    long user = row.row();
    List<Tuple2<Long, SortedRow>> sent = new ArrayList<>();
    int previous = -1;
    for (int item : sorted.items()) {
      int strip = item / height;
      if (strip != previous) {
        sent.add(new Tuple2<>(((long) strip << 32) | user, sorted.below((strip + 1) * height)));
        previous = strip;
      }
    }
    return sent.iterator();
  }

  private static Iterator<byte[]> sum(
      int strip, Iterator<Tuple2<Long, SortedRow>> rows, int height, int items) {
    int first = strip * height;
    int width = Math.min(items, first + height);
    double[] sums = new double[Math.multiplyExact(width - first, width)];
    while (rows.hasNext()) {
      rows.next()._2().addProducts(sums, first, width);
    }
    return List.of(StripBytes.of(sums)).iterator();
  }

  private static Comparator<Long> naturalOrder() {
    return new Ascending();
  }

  /**
   * Sorts in ascending order; unlike the comparators of java.util, it is sure to be serializable.
   */
  private static final class Ascending implements Comparator<Long>, java.io.Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(Long a, Long b) {
      return Long.compare(a, b);
    }
  }

  private static final class ByStrip extends Partitioner {
    private static final long serialVersionUID = 1;
    private final int strips;

    ByStrip(int strips) {
      this.strips = strips;
    }

    @Override
    public int numPartitions() {
      return strips;
    }

    @Override
    public int getPartition(Object key) {
      return (int) ((Long) key >>> 32);
    }
  }
}
