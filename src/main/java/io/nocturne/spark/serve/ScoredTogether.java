package io.nocturne.spark.serve;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;

/**
 * Joins blocks of histories for models that are best applied to many histories at a time, as they
 * read all of a large matrix for each batch. How many are joined depends on the data and the model,
 * not on the cluster.
 */
final class ScoredTogether {
  /** Models that want fewer are content with a block. */
  private static final int LEAST_TOGETHER = 4_096;

  /** At least so many tasks are left. */
  private static final int FEWEST_TASKS = 4;

  private ScoredTogether() {}

  /**
   * Returns the same histories in the same order, in fewer partitions if the model wants it.
   *
   * @param blocks of {@code size} histories each
   * @param together {@link io.nocturne.model.Recommender#together}
   */
  static <T> JavaRDD<T> of(JavaRDD<T> blocks, int size, int together) {
    int count = blocks.getNumPartitions();
    int joined = Math.min(together / size, count / FEWEST_TASKS);
    if (together < LEAST_TOGETHER || joined < 2) {
      return blocks;
    }
    int tasks = (count - 1) / joined + 1;
    return blocks
        .rdd()
        .coalesce(tasks, false, Option.apply(new Consecutive(joined)), null)
        .toJavaRDD();
  }

  /** Groups of so many consecutive partitions. */
  private static final class Consecutive implements PartitionCoalescer, java.io.Serializable {
    private static final long serialVersionUID = 1;

    private final int joined;

    Consecutive(int joined) {
      this.joined = joined;
    }

    @Override
    public PartitionGroup[] coalesce(int most, RDD<?> parent) {
      Partition[] partitions = parent.partitions();
      List<PartitionGroup> groups = new ArrayList<>();
      for (int k = 0; k < partitions.length; k++) {
        if (k % joined == 0) {
          groups.add(new PartitionGroup(Option.empty()));
        }
        groups.get(groups.size() - 1).partitions().$plus$eq(partitions[k]);
      }
      return groups.toArray(PartitionGroup[]::new);
    }
  }
}
