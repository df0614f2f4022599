package io.nocturne.jobs;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.network.util.ByteUnit;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.SparkSession;

/** What a job runs on. */
final class Machine {
  /** local-cluster[executors, cores of each, memory of each]. */
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*(\\d+)\\s*,\\s*\\d+\\s*]");

  private Machine() {}

  /** How many threads the driver may compute with: those of local[n], or the driver's cores. */
  static int threads(SparkSession spark) {
    int cores = Runtime.getRuntime().availableProcessors();
    int given =
        isLocal(spark)
            ? spark.sparkContext().defaultParallelism()
            : spark.sparkContext().conf().getInt("spark.driver.cores", cores);
    return Math.max(1, Math.min(cores, given));
  }

  /**
   * How many threads a task may compute with that has an executor to itself: what the master gives
   * an executor. A standalone one gives it all cores of its machine unless told otherwise: 0.
   */
  static int executorThreads(SparkSession spark, int driverThreads) {
    String master = spark.sparkContext().master();
    if (isLocal(spark)) {
      return driverThreads;
    }
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      return Integer.parseInt(cluster.group(1));
    }
    int unset = master.startsWith("spark:") ? 0 : 1;
    return spark.sparkContext().conf().getInt("spark.executor.cores", unset);
  }

  /** The heap of an executor in bytes; empty where the executors live in the driver. */
  static OptionalLong executorMemory(SparkSession spark) {
    String memory = spark.sparkContext().conf().get("spark.executor.memory", "1g");
    return isLocal(spark)
        ? OptionalLong.empty()
        : OptionalLong.of(JavaUtils.byteStringAs(memory, ByteUnit.MiB) << 20);
  }

  /** Whether the executors live in the driver. */
  static boolean isLocal(SparkSession spark) {
    String master = spark.sparkContext().master();
    return master.startsWith("local[") || master.equals("local");
  }

  /** The version of Nocturne. */
  static String version() {
    String version = Machine.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
