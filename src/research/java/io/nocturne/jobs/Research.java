package io.nocturne.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nocturne.config.Configuration;
import io.nocturne.config.ConfigurationException;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.spark.store.RunRoot;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.SparkSession;

/**
 * The main class of {@code jobs/research}: {@code EXPERIMENT [-c FILE] [seeds=N] [key=value ...]},
 * with the configuration keys of a job.
 */
public final class Research {
  private static final int DEFAULT_SEEDS = 5;
  private static final String SEEDS = "seeds=";

  private final Console console;

  Research(Console console) {
    this.console = console;
  }

  /**
   * Runs an experiment.
   *
   * @throws SparkUserAppException with the exit status if it is not 0
   */
  public static void main(String[] arguments) throws SparkUserAppException {
    Locale.setDefault(Locale.ROOT);
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    int status = new Research(new Console(out, System.err)).run(List.of(arguments));
    if (status != 0) {
      throw new SparkUserAppException(status, null);
    }
  }

  /** Runs an experiment and returns the exit status, as for a job. */
  int run(List<String> arguments) {
    try {
      start(new ArrayList<>(arguments));
      return 0;
    } catch (Throwable t) { // Spark throws checked exceptions undeclared
      Failure failure = Failure.of(t);
      if (!failure.isOurs()) {
        console.trace(t);
      }
      console.tell("research: " + failure.message());
      return failure.status();
    }
  }

  private void start(List<String> arguments) {
    if (arguments.contains("--help")) {
      help();
      return;
    }
    Experiment experiment = experiment(arguments);
    Optional<Path> file = file(arguments);
    int seeds = seeds(arguments);
    Clock clock = Clock.systemDefaultZone();
    Settings settings = new Settings(Configuration.load(file, arguments), clock);
    settings.checkAll();
    SparkSession spark = Job.session(settings);
    try {
      RunRoot root =
          new RunRoot(
              settings.configuration().text("root"), spark.sparkContext().hadoopConfiguration());
      Report report = new Report(experiment.label());
      RunContext run = new RunContext(settings, spark, root, report, clock, console);
      experiment.run(new ResearchRun(run, seeds));
    } finally {
      spark.stop();
    }
  }

  private void help() {
    console.result("Usage: jobs/research EXPERIMENT [seeds=N] [-c FILE] [key=value ...]");
    console.result("Measures figures to judge changes of the code by. Keys as in jobs/nocturne.");
    console.result(
        "seeds: number of seeds for comparisons of accuracy (default: %d)"
            .formatted(DEFAULT_SEEDS));
    for (Experiment experiment : Experiment.values()) {
      console.result("  %-20s %s".formatted(experiment.label(), experiment.meaning()));
    }
  }

  /** Removes and parses the name of the experiment, the first argument. */
  private static Experiment experiment(List<String> arguments) {
    String names =
        Arrays.stream(Experiment.values()).map(Experiment::label).collect(Collectors.joining(", "));
    if (arguments.isEmpty()) {
      throw new ConfigurationException("Missing experiment (expected one of %s)".formatted(names));
    }
    String label = arguments.remove(0);
    return Experiment.find(label)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "Unknown experiment: %s (expected one of %s)".formatted(label, names)));
  }

  /** Removes {@code -c FILE}; the launcher has checked that a file follows. */
  private static Optional<Path> file(List<String> arguments) {
    int at = arguments.indexOf("-c");
    if (at < 0) {
      return Optional.empty();
    }
    arguments.remove(at);
    return Optional.of(Path.of(arguments.remove(at)));
  }

  /** Removes {@code seeds=N}, which is not a configuration key. */
  private static int seeds(List<String> arguments) {
    List<String> given = arguments.stream().filter(a -> a.startsWith(SEEDS)).toList();
    arguments.removeAll(given);
    if (given.isEmpty()) {
      return DEFAULT_SEEDS;
    }
    String last = given.get(given.size() - 1).substring(SEEDS.length());
    if (!last.matches("[1-9]\\d{0,2}")) {
      throw new ConfigurationException(
          "Invalid seeds: %s (expected an integer, 1 to 999)".formatted(last));
    }
    return Integer.parseInt(last);
  }
}
