package io.nocturne.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** What a job runs on. */
final class Machine {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** How many threads the driver may compute with: those of local[n], or the driver's cores. */
  static int threads(SparkSession spark) {
    int cores = Runtime.getRuntime().availableProcessors();
    String master = spark.sparkContext().master();
    boolean local = master.startsWith("local[") || master.equals("local");
    int given =
        local
            ? spark.sparkContext().defaultParallelism()
            : spark.sparkContext().conf().getInt("spark.driver.cores", cores);
    return Math.max(1, Math.min(cores, given));
  }

  /** How many threads a task may compute with that has an executor to itself. */
  static int executorThreads(SparkSession spark, int driverThreads) {
    String master = spark.sparkContext().master();
    boolean local = master.startsWith("local[") || master.equals("local");
    return local ? driverThreads : spark.sparkContext().conf().getInt("spark.executor.cores", 1);
  }

  /** The kind of CPU, as the machine names it. */
  static String cpu() {
    String kind = System.getProperty("os.arch");
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      Optional<String> model = lines.filter(line -> line.startsWith("model name")).findFirst();
      return model.map(line -> kind + ", " + line.substring(line.indexOf(':') + 2)).orElse(kind);
    } catch (IOException e) {
      return kind; // not Linux
    }
  }

  /** The version of Nocturne. */
  static String version() {
    String version = Machine.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
