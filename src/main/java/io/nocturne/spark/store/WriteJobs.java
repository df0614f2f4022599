package io.nocturne.spark.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The Spark jobs of one write. When a job fails, Spark returns at once and leaves its other tasks
 * running for a while: they would go on writing into a folder that has been deleted.
 */
final class WriteJobs implements AutoCloseable {
  /** Of those in this JVM, which has one Spark context: tags differ, and need not be random. */
  private static final AtomicLong COUNT = new AtomicLong();

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final JavaSparkContext spark;
  private final String tag;

  private WriteJobs(JavaSparkContext spark, String tag) {
    this.spark = spark;
    this.tag = tag;
  }

  /** From here on, jobs that this thread starts are of the write. */
  static WriteJobs start(JavaSparkContext spark) {
    WriteJobs jobs = new WriteJobs(spark, "write-" + COUNT.incrementAndGet());
    spark.addJobTag(jobs.tag);
    return jobs;
  }

  /** Cancels the jobs, and waits until none of their tasks runs, for a minute at most. */
  void cancel() {
    spark.cancelJobsWithTag(tag);
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      do {
        Thread.sleep(PAUSE.toMillis()); // first of all: Spark notes starts and ends a little late
      } while (isActive() && System.nanoTime() < end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isActive() {
    SparkStatusTracker tracker = spark.sc().statusTracker();
    return IntStream.of(tracker.getJobIdsForTag(tag))
        .mapToObj(tracker::getJobInfo)
        .anyMatch(job -> job.isDefined() && isActive(job.get(), tracker));
  }

  private static boolean isActive(SparkJobInfo job, SparkStatusTracker tracker) {
    return job.status() == JobExecutionStatus.RUNNING
        || IntStream.of(job.stageIds())
            .mapToObj(tracker::getStageInfo)
            .anyMatch(stage -> stage.isDefined() && stage.get().numActiveTasks() > 0);
  }

  /** Ends the write for this thread. */
  @Override
  public void close() {
    spark.removeJobTag(tag);
  }
}
