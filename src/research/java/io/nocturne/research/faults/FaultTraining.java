package io.nocturne.research.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.spark.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The training of one case as processes of {@code jobs/nocturne train} in a separate folder. */
final class FaultTraining {
  /** The settings of all cases: four workers on few users. */
  static final List<String> SETTINGS =
      List.of(
          "date=2026-11-20",
          "input.days=10",
          "sample.users=400",
          "sample.items=150",
          "sample.interactions-per-day=300",
          "train.workers=4",
          "train.averaging.epochs-per-round=2",
          "train.averaging.moments=row-wise",
          "train.averaging.compensation=momentum",
          "train.epochs=24",
          "train.epochs-per-validation=4",
          "train.patience=6",
          "train.batch=8",
          "train.learning-rate=0.01",
          "train.mult-vae.hidden=600",
          "train.mult-vae.code=10");

  /** The number of rounds. */
  static final int ROUNDS = 12;

  static final int WORKERS = 4;

  /** The folder for temporary files of drivers. */
  private static final String LOCAL = "local";

  /** The folder for native libraries that executors unpack. */
  private static final String EXECUTORS = "executors";

  private static final String WORK = "work/date=2026-11-20";
  private static final Duration END_TIMEOUT = Duration.ofSeconds(20);
  private static final Pattern ROUND = Pattern.compile(" round (\\d+) \\(epoch ");

  private final Path folder;
  private final FaultCase faultCase;
  private final String master;
  private final Checkout checkout;
  private final String quickOptions;

  /**
   * @param folder for all output
   * @param master URL of the Spark master
   * @param quickOptions more options of the JVMs of quick cases
   */
  FaultTraining(
      Path folder, FaultCase faultCase, String master, Checkout checkout, String quickOptions) {
    this.folder = folder;
    this.faultCase = faultCase;
    this.master = master;
    this.checkout = checkout;
    this.quickOptions = quickOptions;
  }

  /** Copies the tables of a run in the making, for training. */
  void copyTables(Path root) throws IOException {
    for (String name : List.of(LOCAL, EXECUTORS, "events")) {
      Files.createDirectories(folder.resolve(name));
    }
    Folders.copy(root.resolve(WORK), root().resolve(WORK));
  }

  private Path root() {
    return folder.resolve("root");
  }

  StartedProcess start() throws IOException {
    return new StartedProcess(command(), environment());
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(List.of(checkout.script().toString(), "train"));
    command.add("--master=" + master);
    command.add("--driver-memory=1g");
    addConf(command, "spark.ui.enabled=false");
    addConf(command, "spark.local.dir=" + folder.resolve(LOCAL));
    addConf(command, "spark.executor.memory=1g");
    addConf(command, "spark.sql.shuffle.partitions=4");
    addConf(command, "spark.driver.maxResultSize=1m"); // splits the state into several blocks
    addConf(command, "spark.eventLog.enabled=true");
    addConf(command, "spark.eventLog.compress=false");
    addConf(command, "spark.eventLog.rolling.enabled=false");
    addConf(command, "spark.eventLog.dir=" + folder.resolve("events").toUri());
    addConf(command, "spark.driver.extraJavaOptions=" + javaOptions(LOCAL));
    addConf(command, "spark.executor.extraJavaOptions=" + javaOptions(EXECUTORS));
    if (!faultCase.faults().isEmpty()) {
      command.add("--jars=" + checkout.jar());
      addConf(command, "spark.plugins=" + FaultPlugin.class.getName());
      addConf(
          command,
          FaultPlugin.KEY
              + "="
              + faultCase.faults().stream().map(Fault::toString).collect(Collectors.joining(",")));
    }
    command.addAll(faultCase.options());
    command.addAll(SETTINGS);
    command.add("root=" + root());
    return command;
  }

  private static void addConf(List<String> command, String setting) {
    command.add("--conf=" + setting);
  }

  /** Includes a mark to find leftover processes by. */
  private String javaOptions(String temporary) {
    String quick =
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dnocturne.kernels=scalar " + quickOptions + " ";
    return (faultCase.isQuick() ? quick : "")
        + mark()
        + " -Djava.io.tmpdir="
        + folder.resolve(temporary);
  }

  private String mark() {
    return "-Dnocturne.case=" + folder;
  }

  /** The Spark of this process, the BLAS of the jar, and no rebuild of the jar. */
  private static Map<String, String> environment() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "SPARK_CONF_DIR", "",
                "MASTER", "",
                "NOCTURNE_BUILD", "never",
                "SPARK_LOCAL_IP", "127.0.0.1",
                "OPENBLAS_CORETYPE", ""));
    String spark = System.getenv("SPARK_HOME");
    if (spark == null || !Files.isExecutable(Path.of(spark, "bin/spark-submit"))) {
      environment.put("SPARK_HOME", "");
    }
    return environment;
  }

  /** The number of the last round that a process has logged; 0 if none. */
  static int lastRound(StartedProcess process) {
    int last = 0;
    for (String line : process.err()) {
      Matcher round = ROUND.matcher(line);
      last = round.find() ? Integer.parseInt(round.group(1)) : last;
    }
    return last;
  }

  /**
   * The hash of the stored parameters, and the result of the last round: the parameters are from
   * the best round, which may be an earlier one.
   */
  String outcome() throws IOException {
    Path model = root().resolve(WORK).resolve("model/model.json");
    String hash = Json.parse(Files.readString(model)).path("parameters_sha256").asText();
    JsonNode rounds = report().path("rounds");
    JsonNode last = rounds.path(rounds.size() - 1);
    return "%s %s %s".formatted(hash, last.path("loss"), last.path("validation"));
  }

  private JsonNode report() throws IOException {
    return Json.parse(Files.readString(root().resolve(WORK).resolve("report.json")));
  }

  /** The total time of all rounds, from the report of the training. */
  double seconds() throws IOException {
    double seconds = 0;
    for (JsonNode round : report().path("rounds")) {
      seconds += round.path("seconds").asDouble() + round.path("seconds_validation").asDouble();
    }
    return seconds;
  }

  FaultEvents events() throws IOException {
    return FaultEvents.of(folder.resolve("events"));
  }

  /**
   * Leftovers: processes, temporary files, checkpoints. Temporary files of killed processes are
   * ignored, as those could not delete them.
   *
   * @param killed whether a driver was killed
   */
  List<String> leftovers(boolean killed) throws IOException, InterruptedException {
    List<String> leftovers = new ArrayList<>();
    for (ProcessHandle process : leftoverProcesses()) {
      leftovers.add("process " + process.pid());
      process.destroyForcibly();
    }
    if (!killed) {
      leftovers.addAll(files(LOCAL));
    }
    if (!killed && faultCase.kills() == 0) {
      leftovers.addAll(files(EXECUTORS));
    }
    Path checkpoints = root().resolve(WORK).resolve("checkpoints");
    if (Files.exists(checkpoints)) {
      leftovers.add(checkpoints.toString());
    }
    return leftovers;
  }

  private List<String> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> !file.startsWith("hsperfdata_"))
          .toList();
    }
  }

  private List<ProcessHandle> leftoverProcesses() throws InterruptedException {
    long deadline = System.nanoTime() + END_TIMEOUT.toNanos();
    List<ProcessHandle> leftovers = marked();
    while (!leftovers.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(100);
      leftovers = marked();
    }
    return leftovers;
  }

  private List<ProcessHandle> marked() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(mark()))
        .toList();
  }
}
