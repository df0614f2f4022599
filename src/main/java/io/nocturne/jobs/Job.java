package io.nocturne.jobs;

import io.nocturne.jobs.config.Configuration;
import io.nocturne.spark.store.RunRoot;
import java.io.IOException;
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

  private final Command command;
  private final Clock clock;
  private final PrintStream out;
  private final PrintStream err;

  Job(Command command, Clock clock, PrintStream out, PrintStream err) {
    this.command = command;
    this.clock = clock;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs.
   *
   * @param file a configuration file, if any
   * @param keyValues each {@code key=value}
   * @param dryRun whether to say what would be done only
   * @return the exit status
   */
  int run(Optional<Path> file, List<String> keyValues, boolean dryRun) {
    Report report = new Report(command.label());
    int status = 0;
    try {
      Settings settings = new Settings(Configuration.load(file, keyValues), clock);
      if (dryRun) {
        new DryRun(command, settings, out).run(report);
      } else {
        run(settings, report);
      }
    } catch (Throwable thrown) {
      Failure failure = Failure.of(thrown);
      status = failure.status();
      report.failed(status, failure.message());
      err.println("nocturne " + command.label() + ": " + failure.message());
      if (!failure.isOurs()) {
        thrown.printStackTrace(err);
      }
    }
    out.println(report.line());
    out.flush();
    return status;
  }

  private void run(Settings settings, Report report) throws Throwable {
    settings.checkAll();
    new Places(command, settings).check();
    SparkSession spark = session(settings);
    RunRoot root =
        new RunRoot(
            settings.configuration().text("root"), spark.sparkContext().hadoopConfiguration());
    RunContext run = new RunContext(settings, spark, root, report, clock, out, err);
    try {
      root.checkWritable();
      if (command.makesRun()) {
        run.takeWork(command);
        report.writeTo(run.work());
      }
      run.run(command);
      report.write(root.files());
    } catch (Throwable thrown) { // Spark throws checked exceptions undeclared
      Throwable told = explained(thrown, run);
      Failure failure = Failure.of(told);
      report.failed(failure.status(), failure.message());
      if (run.takenBy().isEmpty()) {
        writeReport(report, root, told);
      }
      throw told;
    }
  }

  /** What made the job fail, where what was thrown does not tell. */
  private Throwable explained(Throwable thrown, RunContext run) {
    Optional<String> other = run.takenBy();
    if (other.isPresent()) {
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

  /** The report of a failed job; that it cannot be written must not hide why the job failed. */
  private static void writeReport(Report report, RunRoot root, Throwable thrown) {
    try {
      report.write(root.files());
    } catch (IOException | RuntimeException e) {
      thrown.addSuppressed(e);
    }
  }

  private static SparkSession session(Settings settings) {
    return SparkSession.builder()
        .config("spark.sql.session.timeZone", settings.zone().getId())
        // a cluster's own defaults must not change the tables, nor pass over what cannot be read
        .config("spark.sql.parquet.writeLegacyFormat", "false")
        .config("spark.sql.files.ignoreCorruptFiles", "false")
        .config("spark.sql.files.ignoreMissingFiles", "false")
        // most of what is broadcast is weights, which hardly shrink: compressing them takes longer
        .config(BROADCAST_COMPRESS, new SparkConf().get(BROADCAST_COMPRESS, "false"))
        .getOrCreate();
  }
}
