package io.nocturne.spark.train.rows;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.linear.NormalProduct;
import io.nocturne.spark.train.cluster.GroupedCollect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Products X' D X V on the executors, where V is cut into slices of columns: a task computes a
 * slice of the product from all rows, in their order. What moves is the sparse rows, once to each
 * slice, for all products, and slices of V; nothing is added across tasks, so the sums are the same
 * bytes on any cluster.
 */
final class SlicedRows {
  private final int items;
  private final int slices;
  private final JavaPairRDD<Long, SparseRows> blocks;

  /** Rows for products with matrices of that many slices. */
  SlicedRows(TrainingRows training, int slices) {
    this.items = training.items();
    this.slices = slices;
    this.blocks =
        blocks(training)
            .flatMapToPair(block -> toSlices(block, slices))
            .repartitionAndSortWithinPartitions(new BySlice(slices), new Ascending());
  }

  /** The number of slices. */
  int slices() {
    return slices;
  }

  /** The training rows, a batch for each block, with its number. */
  static JavaRDD<Tuple2<Integer, SparseRows>> blocks(TrainingRows training) {
    int items = training.items();
    return training
        .inBlocks()
        .mapPartitionsWithIndex((block, rows) -> together(block, rows, items), true);
  }

  private static Iterator<Tuple2<Integer, SparseRows>> together(
      int block, Iterator<TrainingRow> rows, int items) {
    SparseRowsBuilder together = SparseRows.builder(items);
    while (rows.hasNext()) {
      TrainingRow row = rows.next();
      together.add(row.items(), row.weights());
    }
    return List.of(new Tuple2<>(block, together.build())).iterator();
  }

  private static Iterator<Tuple2<Long, SparseRows>> toSlices(
      Tuple2<Integer, SparseRows> block, int slices) {
    List<Tuple2<Long, SparseRows>> sent = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      sent.add(new Tuple2<>((long) slice << Integer.SIZE | block._1(), block._2()));
    }
    return sent.iterator();
  }

  /** X' D X V, [items x width]; {@code width} has {@link #slices} slices. */
  float[] normalProduct(double userPower, float[] vectors, int width) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(blocks.context());
    List<Broadcast<float[]>> sent = new ArrayList<>();
    float[] product = new float[vectors.length];
    try {
      for (int slice = 0; slice < slices; slice++) {
        sent.add(spark.broadcast(NormalProduct.slice(vectors, items, width, slice)));
      }
      List<Broadcast<float[]>> all = List.copyOf(sent);
      JavaRDD<Tuple2<Integer, float[]>> computed =
          blocks
              .values()
              .mapPartitionsWithIndex(
                  (slice, rows) -> {
                    float[] sums =
                        sums(
                            userPower,
                            all.get(slice).value(),
                            NormalProduct.width(width, slice),
                            rows);
                    return List.of(new Tuple2<>(slice, sums)).iterator();
                  },
                  true);
      long largest = (long) items * NormalProduct.width(width, 0) * Float.BYTES;
      for (Tuple2<Integer, float[]> slice : GroupedCollect.of(computed, largest)) {
        NormalProduct.put(slice._2(), items, width, slice._1(), product);
      }
    } finally {
      sent.forEach(Broadcast::destroy);
    }
    return product;
  }

  private static float[] sums(
      double userPower, float[] slice, int width, Iterator<SparseRows> blocks) {
    NormalProduct sum = new NormalProduct(userPower, slice, width);
    while (blocks.hasNext()) {
      sum.addAll(blocks.next());
    }
    return sum.sums();
  }

  /** Sorts in ascending order; serializable. */
  private static final class Ascending implements Comparator<Long>, java.io.Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(Long a, Long b) {
      return Long.compare(a, b);
    }
  }

  /** The upper half of a key is the slice. */
  private static final class BySlice extends Partitioner {
    private static final long serialVersionUID = 1;
    private final int slices;

    BySlice(int slices) {
      this.slices = slices;
    }

    @Override
    public int numPartitions() {
      return slices;
    }

    @Override
    public int getPartition(Object key) {
      return (int) ((Long) key >>> Integer.SIZE);
    }
  }
}
