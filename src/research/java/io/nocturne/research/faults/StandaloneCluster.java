package io.nocturne.research.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A standalone master with two workers of two cores on this machine. They use two host names, as
 * Spark starts no speculative attempt on the host of the first attempt.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

  private final List<StartedProcess> daemons = new ArrayList<>();
  private final Path folder;
  private final Path spark;
  private String url;

  private StandaloneCluster(Path folder, Path spark) {
    this.folder = folder;
    this.spark = spark;
  }

  /**
   * Starts a cluster.
   *
   * @param folder for all output
   * @param spark the folder of the Spark installation
   */
  public static StandaloneCluster start(Path folder, Path spark)
      throws IOException, InterruptedException {
    return start(folder, spark, List.of(Map.of(), Map.of()));
  }

  /**
   * Starts a cluster with workers in different environments.
   *
   * @param environments variables of each worker and its executors, in addition to those of this
   *     process
   */
  public static StandaloneCluster start(
      Path folder, Path spark, List<Map<String, String>> environments)
      throws IOException, InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster(folder, spark);
    try {
      cluster.start(environments);
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void start(List<Map<String, String>> environments)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    StartedProcess master = daemon("master.Master", "127.0.0.1", Map.of(), "--port", "0");
    url = master.await("Starting Spark master at (spark://127.0.0.1:\\d+)", START_TIMEOUT);
    for (int w = 0; w < environments.size(); w++) {
      String host = w == 0 ? "127.0.0.1" : "localhost";
      Path work = folder.resolve("worker-" + w);
      StartedProcess worker =
          daemon(
              "worker.Worker",
              host,
              environments.get(w),
              "--cores",
              "2",
              "--memory",
              "2g",
              "--work-dir",
              work.toString(),
              url);
      worker.await("Successfully registered with master spark://127.0.0.1:", START_TIMEOUT);
    }
  }

  private StartedProcess daemon(
      String name, String host, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dspark.local.dir=" + folder);
    command.addAll(List.of("-cp", spark.resolve("jars") + "/*"));
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.add("org.apache.spark.deploy." + name);
    command.addAll(List.of("--host", host, "--webui-port", "0"));
    command.addAll(List.of(arguments));
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "SPARK_HOME", spark.toString(),
                "SPARK_SCALA_VERSION", "2.13",
                "SPARK_LOCAL_IP", "127.0.0.1",
                "SPARK_CONF_DIR", "",
                "OPENBLAS_CORETYPE", ""));
    all.putAll(environment);
    StartedProcess daemon = new StartedProcess(command, all);
    daemons.add(daemon);
    return daemon;
  }

  /** The {@code spark://} URL. */
  public String url() {
    return url;
  }

  @Override
  public void close() {
    daemons.forEach(StartedProcess::close);
  }
}
