package io.nocturne.spark.train.rows;

import io.nocturne.math.SortedRow;
import io.nocturne.spark.train.cluster.GroupedCollect;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Computes X' D X V on the executors, in doubles: a sum for each block of rows, added in order. */
final class PreciseProduct {
  private PreciseProduct() {}

  static float[] of(TrainingRows training, double userPower, float[] vectors, int width) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(training.inBlocks().context());
    Broadcast<float[]> sent = spark.broadcast(vectors);
    try {
      JavaRDD<double[]> parts =
          training.inBlocks().mapPartitions(rows -> sum(rows, userPower, sent.value(), width));
      double[] sums = new double[vectors.length];
      for (double[] part : GroupedCollect.of(parts, (long) vectors.length * Double.BYTES)) {
        for (int k = 0; k < sums.length; k++) {
          sums[k] += part[k];
        }
      }
      float[] product = new float[sums.length];
      for (int k = 0; k < sums.length; k++) {
        product[k] = (float) sums[k];
      }
      return product;
    } finally {
      sent.destroy();
    }
  }

  private static Iterator<double[]> sum(
      Iterator<TrainingRow> rows, double userPower, float[] vectors, int width) {
    double[] sums = new double[vectors.length];
    while (rows.hasNext()) {
      TrainingRow row = rows.next();
      SortedRow.addNormalProduct(row.items(), row.weights(), userPower, vectors, width, sums);
    }
    return List.of(sums).iterator();
  }
}
