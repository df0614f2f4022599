package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.research.faults.StartedProcess;
import io.nocturne.spark.store.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jobs on YARN as a scheduler sees them: spark-submit's exit status, YARN's final status, the
 * number of attempts, and the report. By {@code mvn -Pyarn verify}, on Hadoop's mini cluster: a
 * resource manager and a node manager in this JVM, which start application masters and executors as
 * separate processes.
 */
class YarnIT {
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private static final Set<YarnApplicationState> ENDS =
      EnumSet.of(
          YarnApplicationState.FINISHED, YarnApplicationState.FAILED, YarnApplicationState.KILLED);

  private static final Path TARGET = Path.of("target/yarn").toAbsolutePath();

  @TempDir private static Path temp;
  private static MiniYARNCluster cluster;
  private static YarnClient client;

  @BeforeAll
  static void startCluster() throws IOException {
    System.setProperty("test.build.data", temp.resolve("nodes").toString());
    YarnConfiguration settings = new YarnConfiguration();
    settings.set("yarn.nodemanager.vmem-check-enabled", "false");
    settings.set(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9");
    settings.set("yarn.scheduler.minimum-allocation-mb", "256");
    settings.set("yarn.scheduler.capacity.root.queues", "default");
    settings.set("yarn.scheduler.capacity.root.default.capacity", "100");
    settings.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
    cluster = new MiniYARNCluster("nocturne", 1, 1, 1);
    cluster.init(settings);
    cluster.start();
    write(cluster.getConfig(), "yarn-site.xml");
    write(new Configuration(false), "core-site.xml");
    client = YarnClient.createYarnClient();
    client.init(cluster.getConfig());
    client.start();
    SmallLog.write(temp.resolve("log.csv"), log());
  }

  private static void write(Configuration settings, String name) throws IOException {
    Path file = Files.createDirectories(temp.resolve("conf")).resolve(name);
    settings.unset("fs.file.impl"); // only for the JVMs of the tests
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.writeXml(out);
    }
  }

  /** One user has seen all items, so the list is empty. */
  private static List<String> log() {
    List<String> lines = new ArrayList<>(SmallLog.csv());
    for (int item = 0; item < SmallLog.ITEMS; item++) {
      lines.add("insatiable,i" + (10 + item) + ",3," + (SmallLog.START + item));
    }
    return lines;
  }

  @AfterAll
  static void stopCluster() {
    client.stop();
    cluster.stop();
  }

  /** Zero attempts: no application was started. Any status other than 0 is 1 in cluster mode. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client  | nightly                         | 0 | 0 | SUCCEEDED | 1",
        "client  | nightly seed=x                  | 2 | 2 |           | 0",
        "client  | train date=2026-11-19           | 3 | 3 | FAILED    | 1",
        "client  | nightly gate.max-empty-lists=0  | 4 | 4 | FAILED    | 1",
        "cluster | nightly                         | 0 | 0 | SUCCEEDED | 1",
        "cluster | nightly --dry-run               | 0 |   | SUCCEEDED | 1",
        "cluster | nightly seed=x                  | 1 | 2 | FAILED    | 1",
        "cluster | train date=2026-11-19           | 1 | 3 | FAILED    | 1",
        "cluster | nightly gate.max-empty-lists=0  | 1 | 4 | FAILED    | 1",
      })
  void statusesAndReports(
      String mode, String arguments, int exit, Integer status, String yarn, int attempts)
      throws Exception {
    String name = mode + " " + arguments;
    Path report = temp.resolve("report.json");
    Files.deleteIfExists(report);
    try (StartedProcess submit = submit(mode, name, report, arguments.split(" "))) {
      assertEquals(exit, submit.waitForEnd(DEADLINE), submit::toString);
      Optional<ApplicationReport> application = finished(name);
      assertEquals(
          attempts,
          application.map(a -> a.getCurrentApplicationAttemptId().getAttemptId()).orElse(0),
          submit::toString);
      assertEquals(
          Optional.ofNullable(yarn),
          application.map(a -> a.getFinalApplicationStatus().name()),
          submit::toString);
      assertEquals(Optional.ofNullable(status), status(report));
    }
  }

  private static Optional<Integer> status(Path report) throws IOException {
    if (!Files.exists(report)) {
      return Optional.empty();
    }
    JsonNode json = Json.parse(Files.readString(report));
    return Optional.of(json.path("status").asInt(-1));
  }

  /**
   * The application of that name, if one was started. In client mode, YARN learns of its end only
   * after spark-submit has finished, so this polls.
   */
  private static Optional<ApplicationReport> finished(String name)
      throws IOException, YarnException, InterruptedException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    Optional<ApplicationReport> found = application(name);
    while (found.isPresent() && !ENDS.contains(found.get().getYarnApplicationState())) {
      assertTrue(System.nanoTime() < deadline, () -> "still running: " + name);
      TimeUnit.MILLISECONDS.sleep(200);
      found = application(name);
    }
    return found;
  }

  private static Optional<ApplicationReport> application(String name)
      throws IOException, YarnException {
    return client.getApplications().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  private static StartedProcess submit(String mode, String name, Path report, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(List.of("-cp", temp.resolve("conf") + ":" + TARGET + "/spark/jars/*"));
    command.add("org.apache.spark.deploy.SparkSubmit");
    command.addAll(
        List.of("--master", "yarn", "--deploy-mode", mode, "--name", name, "--num-executors", "1"));
    command.addAll(List.of("--driver-memory", "1g", "--executor-memory", "1g"));
    for (String setting :
        List.of(
            "spark.yarn.maxAppAttempts=1", // as in jobs/nocturne
            "spark.yarn.jars=local:" + TARGET + "/spark/jars/*",
            "spark.yarn.stagingDir=" + temp.toUri() + "staging",
            "spark.ui.enabled=false",
            "spark.sql.shuffle.partitions=2")) {
      command.addAll(List.of("--conf", setting));
    }
    command.add(TARGET + "/nocturne.jar");
    command.add(arguments[0]);
    command.addAll(
        List.of(
            "root=" + temp.resolve("root"),
            "input.path=" + temp.resolve("log.csv"),
            "report.path=" + report,
            "date=2026-11-20",
            "train.recipe=ease",
            "split.validation=false",
            "split.held-out-share=0.25",
            "evaluate.metrics=ndcg@5",
            "evaluate.bootstrap=10",
            "gate.metric=",
            "materialize.top-n=5",
            "show-users=0"));
    command.addAll(List.of(arguments).subList(1, arguments.length));
    String conf = temp.resolve("conf").toString();
    return new StartedProcess(
        command,
        Map.of(
            "HADOOP_CONF_DIR",
            conf,
            "YARN_CONF_DIR",
            conf,
            "SPARK_HOME",
            TARGET + "/spark",
            "SPARK_LOCAL_IP",
            "127.0.0.1"));
  }
}
