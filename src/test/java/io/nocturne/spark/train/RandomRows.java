package io.nocturne.spark.train;

import io.nocturne.math.SplitMix64;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.train.rows.TrainingRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Random rows of the training table, with weights that are not exact in binary. */
public final class RandomRows {
  private RandomRows() {}

  public static List<Row> random(long seed, int users, int items, double share) {
    SplitMix64 random = new SplitMix64(seed);
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      List<Integer> found = new ArrayList<>();
      for (int item = 0; item < items; item++) {
        if (random.nextDouble() < share) {
          found.add(item);
        }
      }
      Collections.shuffle(found, new Random(seed + user)); // items are in chronological order
      float[] weights = new float[found.size()];
      for (int k = 0; k < weights.length; k++) {
        weights[k] = .1f + random.nextFloat();
      }
      int[] array = found.stream().mapToInt(i -> i).toArray();
      rows.add(RowFactory.create(user, array, weights, new long[array.length]));
    }
    return rows;
  }

  /** Rows in some partitions. */
  public static JavaRDD<TrainingRow> rdd(List<Row> rows, int partitions) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(rows, partitions)
        .map(row -> new TrainingRow(row.getInt(0), row.getAs(1), row.getAs(2)));
  }

  public static Dataset<Row> table(List<Row> rows, int partitions) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    JavaRDD<Row> rdd =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, partitions);
    return spark.createDataFrame(rdd, Schemas.training());
  }
}
