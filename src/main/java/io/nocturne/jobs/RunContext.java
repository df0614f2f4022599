package io.nocturne.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.ModelStore;
import io.nocturne.spark.store.RunRoot;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.store.WorkOwner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The state that the steps of one command share. */
final class RunContext {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Settings settings;
  private final SparkSession spark;
  private final RunRoot root;
  private final Report report;
  private final Clock clock;
  private final Console console;
  private final Models models = new Models(this);
  private volatile String step = "";
  private Path folder;
  private Optional<WorkOwner> owner = Optional.empty();

  /**
   * @param console where results and progress are printed
   */
  RunContext(
      Settings settings,
      SparkSession spark,
      RunRoot root,
      Report report,
      Clock clock,
      Console console) {
    this.settings = settings;
    this.spark = spark;
    this.root = root;
    this.report = report;
    this.clock = clock;
    this.console = console;
    this.folder = work();
  }

  /** Takes ownership of the folder of this date's run; another job working there will notice. */
  void takeWork(Command command) {
    ObjectNode about = Json.object();
    about.put("command", command.label());
    about.put("application", spark.sparkContext().applicationId());
    about.put("host", spark.sparkContext().conf().get("spark.driver.host", ""));
    about.put("started", clock.instant().toString());
    owner = Optional.of(WorkOwner.take(root.files(), work(), about));
  }

  /** Describes another job that has taken the folder of this date's run since, if any. */
  Optional<String> takenBy() {
    return owner.flatMap(WorkOwner::takenBy);
  }

  /**
   * Ends the job if another one works on the run of this date.
   *
   * @throws EndedException if so
   */
  void requireWork() {
    takenBy()
        .ifPresent(
            other -> {
              throw taken(other, null);
            });
  }

  EndedException taken(String other, Throwable cause) {
    return new EndedException(
        1,
        "Another job for %s was started later (%s) and now owns %s; this one stops without publishing. Run only one job per date at a time"
            .formatted(settings.date(), other, work()),
        cause);
  }

  /** Clears the folder of this date's run, which is published; unless another job has it by now. */
  void clearWork() {
    try {
      if (takenBy().isEmpty()) {
        root.files().delete(work());
      }
    } catch (IOException e) {
      progress("published, but cannot clear %s: %s".formatted(work(), e.getMessage()));
    }
    owner = Optional.empty();
  }

  /** Runs the steps of a command one after another, with the seconds of each. */
  void run(Command command) {
    for (Step next : command.steps()) {
      if (command.makesRun() && folder.equals(work())) {
        requireWork();
        storeConfiguration(command);
      }
      run(next);
    }
  }

  /** Runs a step, and reports its seconds. */
  void run(Step next) {
    step = next.label();
    long start = clock.millis();
    next.run(this);
    report.seconds(step, (clock.millis() - start) / 1000.0);
  }

  /** Another run within this job, with a report of its own that is not written. */
  RunContext on(Settings other) {
    RunRoot otherRoot =
        new RunRoot(other.configuration().text("root"), spark.sparkContext().hadoopConfiguration());
    return new RunContext(other, spark, otherRoot, new Report(step), clock, console);
  }

  Settings settings() {
    return settings;
  }

  SparkSession spark() {
    return spark;
  }

  RunRoot root() {
    return root;
  }

  Report report() {
    return report;
  }

  Clock clock() {
    return clock;
  }

  Console console() {
    return console;
  }

  /** The step that runs, or ran last; empty before the first. */
  String step() {
    return step;
  }

  /** The folder where a run of this date is made. */
  Path work() {
    return root.work(settings.date());
  }

  /** Sets the folder of the run, once it is published. */
  void published(Path run) {
    folder = run;
    report.writeTo(run);
    report.put("run", run.toString());
  }

  /** The tables of the run. */
  TableStore tables() {
    return new TableStore(spark, folder);
  }

  /** The model of the run. */
  ModelStore model() {
    return new ModelStore(spark, new Path(folder, "model"));
  }

  /** The models that the steps send to the executors. */
  Models models() {
    return models;
  }

  /** Writes the effective configuration into the run, under the name of the command. */
  private void storeConfiguration(Command command) {
    Path file = new Path(work(), "configuration/" + command.label() + ".conf");
    try {
      root.files().write(file, settings.configuration().render());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** Prints a progress message of the step. */
  void progress(String message) {
    console.tell("%s %s: %s".formatted(LocalTime.now(clock).format(TIME), step, message));
  }
}
