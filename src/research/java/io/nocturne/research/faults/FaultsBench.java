package io.nocturne.research.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Trains one and the same model on several masters and under several faults, in separate processes,
 * and compares what is stored. Needs a checkout: the processes are started by {@code
 * jobs/nocturne}.
 */
public final class FaultsBench implements AutoCloseable {
  /** What the tables must be prepared with. */
  public static final List<String> SETTINGS = FaultTraining.SETTINGS;

  private static final int DRIVER_KILLS = 10;

  /** One in this many killed drivers has separate executors. */
  private static final int CLUSTER_EVERY = 3;

  private final Path folder;
  private final Path tables;
  private final Checkout checkout = Checkout.find();
  private StandaloneCluster standalone;
  private int number;

  /**
   * @param folder for all that is written; on this machine
   * @param tables the root that has the prepared tables in the making
   */
  public FaultsBench(Path folder, Path tables) {
    this.folder = folder;
    this.tables = tables;
  }

  /**
   * Runs all cases and shows a line of each as it ends.
   *
   * @return the names of those that did not end as they should have
   */
  public List<String> run(long seed, Consumer<String> out) {
    FaultCases cases = new FaultCases(seed);
    FaultResult reference = reference(FaultCases.REFERENCE, out);
    List<String> bad = new ArrayList<>();
    List<FaultCase> all = new ArrayList<>(FaultCases.masters());
    all.addAll(cases.executors());
    all.forEach(next -> check(run(next), reference, out, bad));
    int k = 0;
    for (FaultRun.Moment moment : cases.driverKills(DRIVER_KILLS, roundMillis(reference))) {
      String master = k++ % CLUSTER_EVERY == 0 ? FaultCases.CLUSTER : "local[4]";
      check(run(killed(master, moment), moment), reference, out, bad);
    }
    return bad;
  }

  /**
   * Runs the fewest cases that try a master of each kind and a kill of each kind: nothing happens
   * on the standalone master, and the other two are compared with it.
   */
  public List<String> runSome(long seed, Consumer<String> out) {
    FaultCases cases = new FaultCases(seed);
    FaultResult reference = reference(FaultCases.STANDALONE, out);
    List<String> bad = new ArrayList<>();
    check(run(cases.killedTwice()), reference, out, bad);
    for (FaultRun.Moment moment : cases.driverKills(1, roundMillis(reference))) {
      check(run(killed("local[4]", moment), moment), reference, out, bad);
    }
    return bad;
  }

  private FaultResult reference(FaultCase what, Consumer<String> out) {
    out.accept(FaultResult.HEAD);
    FaultResult reference = run(what);
    out.accept(reference.row(reference.outcome()));
    if (!reference.isGood(reference.outcome())) {
      throw new IllegalStateException(
          "There is nothing to compare with: "
              + what.name()
              + ": "
              + reference.row(reference.outcome()));
    }
    return reference;
  }

  private static void check(
      FaultResult result, FaultResult reference, Consumer<String> out, List<String> bad) {
    out.accept(result.row(reference.outcome()));
    if (!result.isGood(reference.outcome())) {
      bad.add(result.what().name());
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

  /** Runs a case to its end. */
  FaultResult run(FaultCase what) {
    return inFolder(what, FaultRun::run);
  }

  /** Runs a case whose driver is killed, and started again. */
  FaultResult run(FaultCase what, FaultRun.Moment moment) {
    return inFolder(what, run -> run.run(moment));
  }

  private interface Way {
    FaultResult of(FaultRun run) throws IOException, InterruptedException;
  }

  private FaultResult inFolder(FaultCase what, Way way) {
    Path own = folder.resolve("case-%02d".formatted(++number));
    try {
      String master = what.master().equals(FaultCase.STANDALONE) ? standalone() : what.master();
      FaultTraining training = new FaultTraining(own, what, master, checkout);
      training.copyTables(tables);
      FaultResult result = way.of(new FaultRun(what, training));
      dropJars(result.events().applications());
      Folders.delete(own);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + what.name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + what.name(), e);
    }
  }

  private String standalone() throws IOException, InterruptedException {
    if (standalone == null) {
      standalone = StandaloneCluster.start(folder.resolve("standalone"), checkout.spark());
    }
    return standalone.url();
  }

  /** A local cluster leaves the job's jar in Spark's folder, once for each executor. */
  private void dropJars(List<String> applications) throws IOException {
    for (String application : applications) {
      Folders.delete(checkout.spark().resolve("work").resolve(application));
    }
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    Folders.delete(folder);
  }

  /** Ends what it has started. */
  @Override
  public void close() {
    if (standalone != null) {
      standalone.close();
    }
  }
}
