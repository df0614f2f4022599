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
 * has would wait for ever, so it asks only where it is known how many that are: not on a standalone
 * master that was told no {@code spark.executor.cores}.
 */
public final class WholeExecutors {
  private WholeExecutors() {}

  /** The same elements, to be worked on that way. */
  public static <T> JavaRDD<T> place(JavaRDD<T> parts, boolean isLocal, int executorThreads) {
    if (isLocal) {
      return parts.coalesce(1);
    }
    int cores = executorThreads;
    if (cores < 2 || isDynamic(parts.context().conf())) {
      return parts; // the tasks are spread, and ExecutorTurn lets one at a time learn
    }
    ResourceProfile profile =
        new ResourceProfileBuilder().require(new TaskResourceRequests().cpus(cores)).build();
    return parts.mapPartitions(own -> own, true).withResources(profile);
  }

  /** How many executors there are now; 1 where they live in the driver. */
  public static int count(SparkContext spark) {
    return spark.isLocal() ? 1 : Math.max(1, spark.statusTracker().getExecutorInfos().length - 1);
  }

  /**
   * With dynamic allocation, Spark would start other executors for the profile while those that it
   * has keep their cores.
   */
  private static boolean isDynamic(SparkConf conf) {
    return conf.getBoolean("spark.dynamicAllocation.enabled", false);
  }
}
