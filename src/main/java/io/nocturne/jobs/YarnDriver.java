package io.nocturne.jobs;

import org.apache.spark.sql.SparkSession;

/**
 * A driver that runs in YARN's application master (cluster mode). Until it has a context the master
 * is not registered, and whatever the job's end, YARN sees a master that failed without a message:
 * status 13, and another attempt. So even a job that needs no Spark (an invalid key, a dry run)
 * starts a context before it ends.
 */
final class YarnDriver {
  private YarnDriver() {}

  /** Whether this JVM is one; the application master sets these properties. */
  static boolean isThisJvm() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /** Starts a context, for which the application master waits, and stops it. */
  static void register() {
    SparkSession.builder().getOrCreate().stop();
  }
}
