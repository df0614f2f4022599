package io.nocturne;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/** A standalone master of Maven's Spark as a process, and workers of one core each. */
final class StandaloneCluster implements AutoCloseable {
  /** Maven's Spark. */
  static final Path SPARK = Path.of("target/spark").toAbsolutePath();

  private static final Duration TO_START = Duration.ofMinutes(1);

  private final Path temp;
  private final List<StartedProcess> daemons = new ArrayList<>();
  private final String url;

  /**
   * Starts a master without workers.
   *
   * @param temp where the workers keep what is theirs
   */
  StandaloneCluster(Path temp) throws IOException, InterruptedException {
    this.temp = temp;
    StartedProcess master = start("master.Master", Map.of(), "--port", "0");
    try {
      url = master.await("Starting Spark master at (spark://127.0.0.1:\\d+)", TO_START);
    } catch (AssertionError | InterruptedException e) {
      close();
      throw e;
    }
  }

  /**
   * Adds a worker.
   *
   * @param environment what it and its executors have beside this process's own
   */
  StandaloneCluster worker(Map<String, String> environment)
      throws IOException, InterruptedException {
    String work = temp.resolve("worker " + daemons.size()).toString();
    start("worker.Worker", environment, "--cores", "1", "--memory", "2g", "--work-dir", work, url)
        .await("Successfully registered with master spark://127.0.0.1:", TO_START);
    return this;
  }

  /** The master's address. */
  String url() {
    return url;
  }

  private StartedProcess start(String daemon, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                SPARK.resolve("jars") + "/*"));
    command.addAll(List.of(Nightly.QUICK_COMPILER.split(" ")));
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.add("org.apache.spark.deploy." + daemon);
    command.addAll(List.of("--host", "127.0.0.1", "--webui-port", "0"));
    command.addAll(List.of(arguments));
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "SPARK_HOME", SPARK.toString(),
                "SPARK_SCALA_VERSION", "2.13",
                "SPARK_LOCAL_IP", "127.0.0.1",
                "SPARK_CONF_DIR", ""));
    all.putAll(environment);
    StartedProcess started = new StartedProcess(command, all);
    daemons.add(started);
    return started;
  }

  @Override
  public void close() {
    daemons.forEach(StartedProcess::close);
  }
}
