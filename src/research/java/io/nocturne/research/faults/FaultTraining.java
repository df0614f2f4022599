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
  /** What the trainings of all cases have; four workers, on few users. */
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

  /** How many rounds they have. */
  static final int ROUNDS = 12;

  static final int WORKERS = 4;

  /** The temporary files of drivers. */
  private static final String LOCAL = "local";

  /** Native code that executors unpack. */
  private static final String EXECUTORS = "executors";

  private static final String WORK = "work/date=2026-11-20";
  private static final Duration TO_END = Duration.ofSeconds(20);
  private static final Pattern ROUND = Pattern.compile(" round (\\d+) \\(epoch ");

  private final Path folder;
  private final FaultCase what;
  private final String master;
  private final Checkout checkout;

  /**
   * @param folder for all that it writes
   * @param master where the case runs
   */
  FaultTraining(Path folder, FaultCase what, String master, Checkout checkout) {
    this.folder = folder;
    this.what = what;
    this.master = master;
    this.checkout = checkout;
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
    conf(command, "spark.ui.enabled=false");
    conf(command, "spark.local.dir=" + folder.resolve(LOCAL));
    conf(command, "spark.executor.memory=1g");
    conf(command, "spark.sql.shuffle.partitions=4");
    conf(command, "spark.driver.maxResultSize=1m"); // cuts the state into several blocks
    conf(command, "spark.eventLog.enabled=true");
    conf(command, "spark.eventLog.compress=false");
    conf(command, "spark.eventLog.rolling.enabled=false");
    conf(command, "spark.eventLog.dir=" + folder.resolve("events").toUri());
    conf(command, "spark.driver.extraJavaOptions=" + javaOptions(LOCAL));
    conf(command, "spark.executor.extraJavaOptions=" + javaOptions(EXECUTORS));
    if (!what.faults().isEmpty()) {
      command.add("--jars=" + checkout.jar());
      conf(command, "spark.plugins=" + FaultPlugin.class.getName());
      conf(
          command,
          FaultPlugin.KEY
              + "="
              + what.faults().stream().map(Fault::toString).collect(Collectors.joining(",")));
    }
    command.addAll(what.options());
    command.addAll(SETTINGS);
    command.add("root=" + root());
    return command;
  }

  private static void conf(List<String> command, String setting) {
    command.add("--conf=" + setting);
  }

  /** With a mark by which processes that are left are found. */
  private String javaOptions(String temporary) {
    String quick = what.isQuick() ? "-XX:TieredStopAtLevel=1 -Dnocturne.kernels=scalar " : "";
    return quick + mark() + " -Djava.io.tmpdir=" + folder.resolve(temporary);
  }

  private String mark() {
    return "-Dnocturne.case=" + folder;
  }

  /** Spark as this process has it, the BLAS as it is in the jar, and the jar as it is. */
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

  /** The number of the last round that a process has logged, 0 for none. */
  static int lastRound(StartedProcess process) {
    int last = 0;
    for (String line : process.err()) {
      Matcher round = ROUND.matcher(line);
      last = round.find() ? Integer.parseInt(round.group(1)) : last;
    }
    return last;
  }

  /**
   * The hash of the stored parameters, and the result of the last round: the parameters are those
   * of the best round, which need not be the last.
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

  /** How long all rounds of its training took, by its own report. */
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
   * What is left that should not be: processes, temporary files, checkpoints. A process that is
   * killed cannot delete its files.
   *
   * @param killed whether a driver was killed
   */
  List<String> left(boolean killed) throws IOException, InterruptedException {
    List<String> left = new ArrayList<>();
    for (ProcessHandle process : leftProcesses()) {
      left.add("process " + process.pid());
      process.destroyForcibly();
    }
    if (!killed) {
      left.addAll(files(LOCAL));
    }
    if (!killed && what.kills() == 0) {
      left.addAll(files(EXECUTORS));
    }
    Path checkpoints = root().resolve(WORK).resolve("checkpoints");
    if (Files.exists(checkpoints)) {
      left.add(checkpoints.toString());
    }
    return left;
  }

  private List<String> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> !file.startsWith("hsperfdata_"))
          .toList();
    }
  }

  private List<ProcessHandle> leftProcesses() throws InterruptedException {
    long deadline = System.nanoTime() + TO_END.toNanos();
    List<ProcessHandle> left = marked();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(100);
      left = marked();
    }
    return left;
  }

  private List<ProcessHandle> marked() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(mark()))
        .toList();
  }
}
