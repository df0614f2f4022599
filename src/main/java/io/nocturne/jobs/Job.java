package io.nocturne.jobs;

import io.nocturne.config.Configuration;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.spark.location.PlainLocalFileSystem;
import io.nocturne.spark.store.RunRoot;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Runs one command from its arguments to its exit status. */
final class Job {
  private static final String BROADCAST_COMPRESS = "spark.broadcast.compress";
  private static final String BROADCAST_BLOCK = "spark.broadcast.blockSize";

  private final Command command;
  private final Clock clock;
  private final Console console;
  private final Report report;
  private final ReportFiles files;
  private final JobEnd end;
  private volatile RunContext running;

  Job(Command command, Clock clock, PrintStream out, PrintStream err) {
    this.command = command;
    this.clock = clock;
    this.console = new Console(out, err);
    this.report = new Report(command.label());
    this.files = new ReportFiles(report);
    this.end = new JobEnd(command.label(), console, report, files);
  }

  /**
   * Runs the command, and reports its outcome once, on stdout and in the report. If the JVM is
   * terminated meanwhile, that is the outcome, and this does not return.
   *
   * @param file a configuration file, if any
   * @param keyValues each {@code key=value}
   * @param dryRun whether only to print what would be done
   * @return the exit status
   */
  int run(Optional<Path> file, List<String> keyValues, boolean dryRun) {
    Termination termination = Termination.watch(() -> end.terminated(Termination.signal(), step()));
    try {
      Throwable thrown = null;
      try {
        start(file, keyValues, dryRun);
      } catch (Throwable t) { // Spark throws checked exceptions undeclared
        thrown = t;
      }
      return end.completed(thrown);
    } finally {
      termination.close();
    }
  }

  private void start(Optional<Path> file, List<String> keyValues, boolean dryRun) throws Throwable {
    Configuration configuration = Configuration.read(file, keyValues);
    console.mask(configuration::mask);
    report.mask(configuration::mask);
    if (!dryRun) {
      files.at(configuration.reportPath());
    }
    configuration.check();
    Settings settings = new Settings(configuration, clock);
    if (dryRun) {
      new DryRun(command, settings, console).run(report);
    } else {
      settings.checkAll();
      new Places(command, settings).check();
      run(settings);
    }
  }

  private void run(Settings settings) throws Throwable {
    SparkSession spark = session(settings);
    RunRoot root =
        new RunRoot(
            settings.configuration().text("root"), spark.sparkContext().hadoopConfiguration());
    RunContext run = new RunContext(settings, spark, root, report, clock, console);
    running = run;
    try {
      root.checkWritable();
      if (command.makesRun()) {
        run.takeWork(command);
        report.writeTo(run.work());
      }
      files.in(root);
      run.run(command);
    } catch (Throwable thrown) { // Spark throws checked exceptions undeclared
      throw explained(thrown, run);
    }
  }

  /** The cause of a failure, if the exception does not name it. */
  private Throwable explained(Throwable thrown, RunContext run) {
    Optional<String> other = run.takenBy();
    if (other.isPresent()) {
      report.writeTo(null); // the folder has another job's by now
      return run.taken(other.get(), thrown);
    }
    SparkConf conf = run.spark().sparkContext().conf();
    Map<String, String> folders =
        new LinkedHashMap<>(new Places(command, run.settings()).written());
    folders.putAll(FullDisk.scratch(conf));
    return FullDisk.find(thrown, folders, run.spark().sparkContext().hadoopConfiguration())
        .<Throwable>map(message -> new EndedException(1, message, thrown))
        .orElse(thrown);
  }

  /** The step that runs; empty before the first. */
  private String step() {
    RunContext run = running;
    return run == null ? "" : run.step();
  }

  /** The session of a job, with the settings of spark-submit. */
  static SparkSession session(Settings settings) {
    SparkSession spark =
        SparkSession.builder()
            .config("spark.sql.session.timeZone", settings.zone().getId())
            // a cluster's own defaults must not change the tables, nor skip unreadable files
            .config("spark.sql.parquet.writeLegacyFormat", "false")
            .config("spark.sql.files.ignoreCorruptFiles", "false")
            .config("spark.sql.files.ignoreMissingFiles", "false")
            // most of what is broadcast is weights, which hardly shrink: compressing them takes
            // longer
            .config(BROADCAST_COMPRESS, new SparkConf().get(BROADCAST_COMPRESS, "false"))
            // pieces of Spark's 4 MB would take two regions of the collector's 4 MB each
            .config(BROADCAST_BLOCK, new SparkConf().get(BROADCAST_BLOCK, "1m"))
            .getOrCreate();
    if (spark.sparkContext().isLocal()) { // on a cluster, executors may open files without our jar
      PlainLocalFileSystem.use(spark.sparkContext().hadoopConfiguration());
    }
    return spark;
  }
}
