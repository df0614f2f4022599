package io.nocturne.spark.train;

import io.nocturne.config.Configuration;
import io.nocturne.nn.Plan;
import io.nocturne.spark.train.cluster.SparkResources;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/**
 * How models are trained.
 *
 * @param plan how networks are
 * @param threads how many threads the driver computes with
 * @param executorThreads how many threads a training task computes with; 0 for all processors of
 *     its executor
 * @param executorMemory the heap of an executor in bytes; empty where executors live in the driver
 */
public record TrainSettings(
    Plan plan, int threads, int executorThreads, OptionalLong executorMemory, long seed) {
  /** The default plan and seed, on what a session may compute with. */
  public static TrainSettings defaults(SparkSession spark) {
    Configuration defaults = Configuration.defaults();
    return of(spark, Plan.of(defaults), defaults.integer("seed"));
  }

  /** A plan and a seed, on what a session may compute with. */
  public static TrainSettings of(SparkSession spark, Plan plan, long seed) {
    SparkResources resources = new SparkResources(spark);
    return new TrainSettings(
        plan, resources.threads(), resources.executorThreads(), resources.executorMemory(), seed);
  }

  /** Whether executors live in the driver. */
  boolean isLocal() {
    return executorMemory.isEmpty();
  }

  /** The same with another plan. */
  public TrainSettings with(Plan other) {
    return new TrainSettings(other, threads, executorThreads, executorMemory, seed);
  }

  /** The same with another seed. */
  public TrainSettings with(long other) {
    return new TrainSettings(plan, threads, executorThreads, executorMemory, other);
  }

  /** The same with another number of workers. */
  TrainSettings withWorkers(int workers) {
    return with(plan.with(plan.averaging().with(workers)));
  }

  /** Executors that live in the driver. */
  public TrainSettings(Plan plan, int threads, long seed) {
    this(plan, threads, threads, OptionalLong.empty(), seed);
  }
}
