package io.nocturne.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nocturne.config.NearestName;
import io.nocturne.config.Reference;
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
import java.util.concurrent.Callable;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import scala.Option;

/** The entry point of every job: {@code COMMAND [-c FILE] [key=value ...]}. */
public final class Main {
  private static final int HELP_WIDTH = 120;

  private Main() {}

  /**
   * Runs a command. Returns when it has ended well; other statuses are thrown as Spark's exception
   * for them, by which spark-submit and a cluster's driver end with that status. A call of
   * System.exit would count as a failure in cluster mode, a good one too.
   *
   * @throws SparkUserAppException with the exit status when it is not 0
   */
  public static void main(String[] arguments) throws SparkUserAppException {
    // a scheduler's environment must not decide how figures and ids are written
    Locale.setDefault(Locale.ROOT);
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8));
    System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8));
    Termination.noteSignals();
    int status = run(arguments);
    endSpark(status);
    if (status != 0) {
      throw new SparkUserAppException(status, null);
    }
  }

  /** Stops the context with the job's status, which a cluster manager then shows. */
  private static void endSpark(int status) {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    if (session.isDefined()) {
      session.get().sparkContext().stop(status);
    } else if (YarnDriver.isThisJvm()) {
      YarnDriver.register();
    }
  }

  /** Runs a command and returns its exit status. */
  static int run(String... arguments) {
    CommandLine main = new CommandLine(CommandSpec.create().addOption(help()));
    main.getCommandSpec()
        .name("jobs/nocturne")
        .usageMessage()
        .description("Autoencoder recommenders as nightly Spark jobs.")
        .footer(
            "",
            "Any command takes -c FILE, key=value, --help and --dry-run, and spark-submit's options.",
            "Exit status: 0 done, 2 wrong usage or configuration, 3 unusable data, 4 refused by the gate,",
            "1 anything else.");
    for (Command command : Command.values()) {
      main.addSubcommand(command.label(), subcommand(command));
    }
    main.setUsageHelpWidth(HELP_WIDTH);
    main.setExecutionStrategy(Main::execute);
    main.setParameterExceptionHandler((wrong, given) -> refuse(wrong.getMessage(), given));
    return main.execute(arguments);
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("Show this help, and stop.")
        .build();
  }

  private static CommandLine subcommand(Command command) {
    CommandLine line = new CommandLine(new Arguments(command));
    line.getCommandSpec()
        .addOption(help())
        .usageMessage()
        .description(command.meaning())
        .footer(keys());
    return line;
  }

  private static int execute(CommandLine.ParseResult parsed) {
    boolean nothing = !parsed.hasSubcommand() && !parsed.isUsageHelpRequested();
    return nothing
        ? refuse("Missing command (expected one of " + commands() + ")", new String[0])
        : new CommandLine.RunLast().execute(parsed);
  }

  private static int refuse(String message, String[] given) {
    Optional<String> first = Arrays.stream(given).filter(a -> !a.startsWith("-")).findFirst();
    boolean unknown = first.isPresent() && !commands().contains(first.get());
    String complaint =
        unknown
            ? "Unknown command: %s; did you mean %s? (expected one of %s)"
                .formatted(first.get(), NearestName.of(first.get(), commands()), commands())
            : message;
    Console console = new Console(System.out, System.err);
    console.tell("nocturne: " + complaint);
    console.tell("See jobs/nocturne --help");
    Report report = new Report(first.orElse(""));
    report.failed(CommandLine.ExitCode.USAGE, complaint);
    console.end(report.line());
    return CommandLine.ExitCode.USAGE;
  }

  private static List<String> commands() {
    return Arrays.stream(Command.values()).map(Command::label).toList();
  }

  private static String[] keys() {
    Reference reference = Reference.get();
    List<String> lines = new ArrayList<>(List.of("", "Keys (conf/nightly.conf explains them):"));
    for (String key : reference.keys()) {
      lines.add(
          "  %s = %s  (%s)"
              .formatted(key, reference.defaultOf(key), reference.type(key))
              .replace("%", "%%"));
    }
    return lines.toArray(String[]::new);
  }

  /** The arguments of one command. */
  private static final class Arguments implements Callable<Integer> {
    private final Command command;

    @CommandLine.Option(
        names = "-c",
        paramLabel = "FILE",
        description = "A configuration file (HOCON).")
    private Path file;

    @CommandLine.Option(
        names = "--dry-run",
        description = "Print what would be read and written, and stop.")
    private boolean dryRun;

    @Parameters(
        paramLabel = "key=value",
        description =
            "Settings that override those of the file; bench also takes the names of benchmarks.")
    private List<String> settings = List.of();

    Arguments(Command command) {
      this.command = command;
    }

    @Override
    public Integer call() {
      return new Job(command, Clock.systemDefaultZone(), System.out, System.err)
          .run(Optional.ofNullable(file), command.settings(settings), dryRun);
    }
  }
}
