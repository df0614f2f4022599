package io.nocturne.jobs;

import io.nocturne.jobs.config.Reference;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import scala.Option;

/** The entry of every job: {@code COMMAND [-c FILE] [key=value ...]}. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the JVM with its status. */
  public static void main(String[] arguments) {
    int status = run(arguments);
    Option<SparkSession> session = SparkSession.getDefaultSession();
    if (session.isDefined()) {
      session.get().stop();
    }
    System.exit(status);
  }

  /** Runs a command and returns its exit status. */
  static int run(String... arguments) {
    CommandLine main = new CommandLine(CommandSpec.create());
    main.getCommandSpec()
        .name("jobs/nocturne")
        .mixinStandardHelpOptions(true)
        .usageMessage()
        .description("Autoencoder recommenders as nightly Spark jobs.")
        .footer(
            "",
            "Any command takes -c FILE, key=value, --help and --dry-run, and spark-submit's options.",
            "Exit status: 0 done, 2 wrong usage or configuration, 3 unusable data,",
            "4 refused by the gate, 1 anything else.");
    for (Command command : Command.values()) {
      main.addSubcommand(command.label(), subcommand(command));
    }
    main.setExecutionStrategy(Main::execute);
    return main.execute(arguments);
  }

  private static int execute(CommandLine.ParseResult parsed) {
    if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested()) {
      parsed.commandSpec().commandLine().usage(System.err);
      return CommandLine.ExitCode.USAGE;
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static CommandLine subcommand(Command command) {
    CommandLine line = new CommandLine(new Arguments(command));
    line.getCommandSpec()
        .mixinStandardHelpOptions(true)
        .usageMessage()
        .description("Nocturne " + command.label() + ": " + command.meaning() + ".")
        .footer(keys());
    return line;
  }

  private static String[] keys() {
    Reference reference = new Reference();
    List<String> lines = new ArrayList<>(List.of("", "Keys (conf/nightly.conf explains them):"));
    for (String key : reference.keys()) {
      lines.add(
          "  %s = %s  (%s)"
              .formatted(key, reference.defaultOf(key), reference.type(key))
              .replace("@", "@@")
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
        description = "Say what would be read and written, and stop.")
    private boolean dryRun;

    @Parameters(paramLabel = "key=value", description = "Settings over those of the file.")
    private List<String> settings = List.of();

    Arguments(Command command) {
      this.command = command;
    }

    @Override
    public Integer call() {
      return new Job(command, Clock.systemDefaultZone(), System.out, System.err)
          .run(Optional.ofNullable(file), settings, dryRun);
    }
  }
}
