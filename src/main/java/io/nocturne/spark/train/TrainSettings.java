package io.nocturne.spark.train;

import io.nocturne.config.Configuration;
import io.nocturne.nn.Plan;
import io.nocturne.spark.train.cluster.SparkResources;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/**
 * Settings of a training on Spark: the plan and the resources.
 *
 * @param plan how networks are trained
 * @param threads the number of threads of the driver
 * @param executorThreads the number of threads of a training task; 0 for all processors of its
 *     executor
 * @param executorMemory the heap of an executor in bytes; empty where executors run inside the
 *     driver
 */
public record TrainSettings(
    Plan plan, int threads, int executorThreads, OptionalLong executorMemory, long seed) {
  /** Default plan and seed, with the resources of a session. */
  public static TrainSettings defaults(SparkSession spark) {
    Configuration defaults = Configuration.defaults();
    return of(spark, Plan.of(defaults), defaults.integer("seed"));
  }

  /** A given plan and seed, with the resources of a session. */
  public static TrainSettings of(SparkSession spark, Plan plan, long seed) {
    SparkResources resources = new SparkResources(spark);
    return new TrainSettings(
        plan, resources.threads(), resources.executorThreads(), resources.executorMemory(), seed);
  }

  /** Whether executors run inside the driver. */
  boolean isLocal() {
    return executorMemory.isEmpty();
  }

  /** Returns these settings with another plan. */
  public TrainSettings with(Plan other) {
    return new TrainSettings(other, threads, executorThreads, executorMemory, seed);
  }

  /** Returns these settings with another seed. */
  public TrainSettings with(long other) {
    return new TrainSettings(plan, threads, executorThreads, executorMemory, other);
  }

  /** Returns these settings with another number of workers. */
  TrainSettings withWorkers(int workers) {
    return with(plan.with(plan.averaging().with(workers)));
  }

  /** Creates settings for executors that run inside the driver. */
  public TrainSettings(Plan plan, int threads, long seed) {
    this(plan, threads, threads, OptionalLong.empty(), seed);
  }
}
