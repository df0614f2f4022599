package io.nocturne.spark.train.cluster;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.network.util.ByteUnit;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.SparkSession;

/** The threads and memory that a Spark session provides. */
public final class SparkResources {
  /** local-cluster[executors, cores of each, memory of each]. */
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*(\\d+)\\s*,\\s*\\d+\\s*]");

  private final SparkContext spark;

  /** Reads the resources of a session. */
  public SparkResources(SparkSession spark) {
    this.spark = spark.sparkContext();
  }

  /** The number of threads of the driver: those of local[n], or the driver's cores. */
  public int threads() {
    int cores = Runtime.getRuntime().availableProcessors();
    int given =
        isLocal() ? spark.defaultParallelism() : spark.conf().getInt("spark.driver.cores", cores);
    return Math.max(1, Math.min(cores, given));
  }

  /**
   * The number of threads of a task that has an executor to itself: the cores of an executor. A
   * standalone master gives an executor all cores of its machine unless configured otherwise: 0.
   */
  public int executorThreads() {
    String master = spark.master();
    if (isLocal()) {
      return threads();
    }
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      return Integer.parseInt(cluster.group(1));
    }
    int unset = master.startsWith("spark:") ? 0 : 1;
    return spark.conf().getInt("spark.executor.cores", unset);
  }

  /** The heap of an executor in bytes; empty where the executors run inside the driver. */
  public OptionalLong executorMemory() {
    String memory = spark.conf().get("spark.executor.memory", "1g");
    return isLocal()
        ? OptionalLong.empty()
        : OptionalLong.of(JavaUtils.byteStringAs(memory, ByteUnit.MiB) << 20);
  }

  /** Whether the executors run inside the driver. */
  private boolean isLocal() {
    return spark.master().startsWith("local[") || spark.master().equals("local");
  }
}
