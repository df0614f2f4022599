package io.nocturne.research.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Trains the same model on several masters and with several faults, in separate processes, and
 * compares the stored models. Needs a checkout: the processes are started by {@code jobs/nocturne}.
 */
public final class FaultsBench implements AutoCloseable {
  /** The settings with which the tables must be prepared. */
  public static final List<String> SETTINGS = FaultTraining.SETTINGS;

  private static final int DRIVER_KILLS = 10;

  /** One in this many killed drivers runs on a local cluster. */
  private static final int CLUSTER_EVERY = 3;

  private final Path folder;
  private final Path tables;
  private final String javaOptions;
  private final Checkout checkout = Checkout.find();
  private StandaloneCluster standalone;
  private int number;

  /**
   * @param folder for all output; local
   * @param tables the root with the prepared tables, in its work folder
   */
  public FaultsBench(Path folder, Path tables) {
    this(folder, tables, "");
  }

  /**
   * @param folder for all output; local
   * @param tables the root with the prepared tables, in its work folder
   * @param javaOptions more options of the JVMs of drivers and executors that compile little
   */
  public FaultsBench(Path folder, Path tables, String javaOptions) {
    this.folder = folder;
    this.tables = tables;
    this.javaOptions = javaOptions;
  }

  /**
   * Runs all cases and prints a row for each as it ends.
   *
   * @return the names of the failed cases
   */
  public List<String> run(long seed, Consumer<String> out) {
    FaultCases cases = new FaultCases(seed);
    FaultResult reference = reference(FaultCases.REFERENCE, out);
    List<String> failed = new ArrayList<>();
    List<FaultCase> all = new ArrayList<>(FaultCases.masters());
    all.addAll(cases.executors());
    all.forEach(next -> check(run(next), reference, out, failed));
    int k = 0;
    for (FaultRun.Moment moment : cases.driverKills(DRIVER_KILLS, roundMillis(reference))) {
      String master = k++ % CLUSTER_EVERY == 0 ? FaultCases.CLUSTER : "local[4]";
      check(run(killed(master, moment), moment), reference, out, failed);
    }
    return failed;
  }

  /**
   * Runs the smallest set of cases with every kind of master and every kind of kill: the standalone
   * master without faults is the reference for two others.
   */
  public List<String> runSubset(long seed, Consumer<String> out) {
    FaultCases cases = new FaultCases(seed);
    FaultResult reference = reference(FaultCases.STANDALONE, out);
    List<String> failed = new ArrayList<>();
    check(run(cases.killedTwice()), reference, out, failed);
    for (FaultRun.Moment moment : cases.driverKills(1, roundMillis(reference))) {
      check(run(killed("local[4]", moment), moment), reference, out, failed);
    }
    return failed;
  }

  private FaultResult reference(FaultCase faultCase, Consumer<String> out) {
    out.accept(FaultResult.HEAD);
    FaultResult reference = run(faultCase);
    out.accept(reference.row(reference.outcome()));
    if (!reference.isGood(reference.outcome())) {
      throw new IllegalStateException(
          "The reference case failed: "
              + faultCase.name()
              + ": "
              + reference.row(reference.outcome()));
    }
    return reference;
  }

  private static void check(
      FaultResult result, FaultResult reference, Consumer<String> out, List<String> failed) {
    out.accept(result.row(reference.outcome()));
    if (!result.isGood(reference.outcome())) {
      failed.add(result.faultCase().name());
    }
  }

  private static long roundMillis(FaultResult reference) {
    return Math.max(1, Math.round(reference.trainingSeconds() * 1000 / FaultTraining.ROUNDS));
  }

  static FaultCase killed(String master, FaultRun.Moment moment) {
    return FaultCase.on(master)
        .named(
            "%s: the driver is killed %d ms after round %d"
                .formatted(master, moment.millis(), moment.round()));
  }

  /** Runs a case. */
  FaultResult run(FaultCase faultCase) {
    return inFolder(faultCase, FaultRun::run);
  }

  /** Runs a case in which the driver is killed and restarted. */
  FaultResult run(FaultCase faultCase, FaultRun.Moment moment) {
    return inFolder(faultCase, run -> run.run(moment));
  }

  private interface Execution {
    FaultResult execute(FaultRun run) throws IOException, InterruptedException;
  }

  private FaultResult inFolder(FaultCase faultCase, Execution execution) {
    Path own = folder.resolve("case-%02d".formatted(++number));
    try {
      String master =
          faultCase.master().equals(FaultCase.STANDALONE) ? standalone() : faultCase.master();
      FaultTraining training = new FaultTraining(own, faultCase, master, checkout, javaOptions);
      training.copyTables(tables);
      FaultResult result = execution.execute(new FaultRun(faultCase, training));
      deleteJars(result.events().applications());
      Folders.delete(own);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + faultCase.name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + faultCase.name(), e);
    }
  }

  private String standalone() throws IOException, InterruptedException {
    if (standalone == null) {
      standalone = StandaloneCluster.start(folder.resolve("standalone"), checkout.spark());
    }
    return standalone.url();
  }

  /** A local cluster leaves a copy of the job's jar in Spark's folder for each executor. */
  private void deleteJars(List<String> applications) throws IOException {
    for (String application : applications) {
      Folders.delete(checkout.spark().resolve("work").resolve(application));
    }
  }

  /** Deletes a folder recursively. */
  public static void delete(Path folder) throws IOException {
    Folders.delete(folder);
  }

  /** Stops the cluster, if one was started. */
  @Override
  public void close() {
    if (standalone != null) {
      standalone.close();
    }
  }
}
