package io.nocturne.spark.train.rows;

import io.nocturne.math.SortedRow;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.spark.train.cluster.GroupedCollect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
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
    int tileSize = gram.tileSize();
    JavaRDD<Tuple2<Integer, double[]>> strips =
        training
            .flatMapToPair(row -> toStrips(row, userPower, tileSize))
            .repartitionAndSortWithinPartitions(new ByStrip(gram.tileRows()), naturalOrder())
            .mapPartitionsWithIndex((strip, rows) -> sum(strip, rows, tileSize, items), true);
    long largest = (long) tileSize * items * Double.BYTES;
    for (Tuple2<Integer, double[]> strip : GroupedCollect.of(strips, largest)) {
      gram.setStrip(strip._1(), strip._2());
    }
  }

  /** Sends a user's row to each strip that it has an item in: the key is (strip, user). */
  private static Iterator<Tuple2<Long, SortedRow>> toStrips(
      TrainingRow row, double userPower, int tileSize) {
    SortedRow sorted = SortedRow.of(row.items(), row.weights(), userPower);
    long user = row.row();
    List<Tuple2<Long, SortedRow>> sent = new ArrayList<>();
    int previous = -1;
    for (int item : sorted.items()) {
      int strip = item / tileSize;
      if (strip != previous) {
        sent.add(new Tuple2<>(((long) strip << 32) | user, sorted.below((strip + 1) * tileSize)));
        previous = strip;
      }
    }
    return sent.iterator();
  }

  private static Iterator<Tuple2<Integer, double[]>> sum(
      int strip, Iterator<Tuple2<Long, SortedRow>> rows, int tileSize, int items) {
    int first = strip * tileSize;
    int height = Math.min(tileSize, items - first);
    int width = first + height;
    double[] sums = new double[height * width];
    while (rows.hasNext()) {
      rows.next()._2().addProducts(sums, first, width);
    }
    return List.of(new Tuple2<>(strip, sums)).iterator();
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
