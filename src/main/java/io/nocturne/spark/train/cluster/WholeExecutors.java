package io.nocturne.spark.train.cluster;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * Gives each task of a stage a whole executor: a worker computes on all its threads. In local mode,
 * one task takes all workers, one after another. A task that asks for more cores than an executor
 * has would wait forever, so it asks only where that number is known: not on a standalone master
 * without {@code spark.executor.cores}.
 */
public final class WholeExecutors {
  private WholeExecutors() {}

  /** Returns the elements, each task on a whole executor. */
  public static <T> JavaRDD<T> place(JavaRDD<T> parts, boolean isLocal, int executorThreads) {
    if (isLocal) {
      return parts.coalesce(1);
    }
    int cores = executorThreads;
    if (cores < 2 || isDynamic(parts.context().conf())) {
      return parts; // Spark spreads the tasks, and ExecutorTurn lets one at a time train
    }
    ResourceProfile profile =
        new ResourceProfileBuilder().require(new TaskResourceRequests().cpus(cores)).build();
    return parts.mapPartitions(own -> own, true).withResources(profile);
  }

  /** The current number of executors; 1 where they run inside the driver. */
  public static int count(SparkContext spark) {
    return spark.isLocal() ? 1 : Math.max(1, spark.statusTracker().getExecutorInfos().length - 1);
  }

  /**
   * With dynamic allocation, Spark would start other executors for the profile while the present
   * ones keep their cores.
   */
  private static boolean isDynamic(SparkConf conf) {
    return conf.getBoolean("spark.dynamicAllocation.enabled", false);
  }
}
