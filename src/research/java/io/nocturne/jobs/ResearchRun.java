package io.nocturne.jobs;

import io.nocturne.config.Configuration;
import io.nocturne.config.ConfigurationException;
import io.nocturne.jobs.bench.Figures;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.model.Recipe;
import io.nocturne.research.AveragingBench;
import io.nocturne.research.InversionBench;
import io.nocturne.research.LinearBench;
import io.nocturne.research.RoundsBench;
import io.nocturne.research.faults.FaultsBench;
import io.nocturne.spark.store.RunRoot;
import io.nocturne.spark.train.TrainSettings;
import io.nocturne.spark.train.cluster.WholeExecutors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs experiments with the settings and the session of a job, and prints their figures. */
final class ResearchRun {
  private final RunContext run;
  private final int seeds;

  /**
   * @param seeds number of seeds for comparisons of accuracy
   */
  ResearchRun(RunContext run, int seeds) {
    this.run = run;
    this.seeds = seeds;
  }

  void averaging() {
    show(averagingBench().accuracy(seeds));
  }

  void averagingAblation() {
    show(averagingBench().ablation(seeds));
  }

  private AveragingBench averagingBench() {
    return new AveragingBench(run.tables(), recipe(), settings(), this::tell);
  }

  void linearAe() {
    LinearBench bench;
    try {
      bench = new LinearBench(run.tables(), recipe(), settings(), this::tell);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
    show(bench.run());
  }

  void inversion() {
    int threads = settings().threads();
    show(InversionBench.run(3_500, threads));
    show(InversionBench.run(10_000, threads));
  }

  void rounds() {
    show(roundsBench().full());
  }

  void roundsSampled() {
    show(roundsBench().sampled());
  }

  private RoundsBench roundsBench() {
    return new RoundsBench(
        run.spark(),
        new org.apache.hadoop.fs.Path(run.root().path(), "research"),
        settings(),
        () -> WholeExecutors.count(run.spark().sparkContext()),
        this::tell);
  }

  void faults() {
    Runtime.getRuntime().addShutdownHook(new Thread(ResearchRun::endChildren));
    try {
      Path folder = Files.createTempDirectory("nocturne-faults-");
      try {
        Path root = folder.resolve("root");
        prepare(folder.resolve("sample"), root);
        runFaultCases(folder, root);
      } finally {
        FaultsBench.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run the fault cases", e);
    }
  }

  /** On interruption, ends all child processes: only fault cases start any. */
  private static void endChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private void runFaultCases(Path folder, Path root) {
    try (FaultsBench bench = new FaultsBench(folder, root)) {
      List<String> failed = bench.run(run.settings().seed(), run.console()::result);
      if (!failed.isEmpty()) {
        throw new EndedException(1, "Failed cases: " + String.join("; ", failed), null);
      }
    }
  }

  /** Writes a small sample log and prepares it, in the same session. */
  private void prepare(Path sample, Path root) {
    List<String> keyValues = new ArrayList<>(FaultsBench.SETTINGS);
    keyValues.add("sample.path=" + sample);
    keyValues.add("root=" + root);
    RunContext small =
        new RunContext(
            new Settings(Configuration.load(Optional.empty(), keyValues), run.clock()),
            run.spark(),
            new RunRoot(root.toString(), run.spark().sparkContext().hadoopConfiguration()),
            new Report(""),
            run.clock(),
            run.console());
    small.run(Command.SAMPLE);
    small.run(Command.PREPARE);
  }

  private Recipe recipe() {
    return run.settings().training().recipe();
  }

  private TrainSettings settings() {
    return TrainStep.settings(run);
  }

  private void show(Figures figures) {
    figures.table().lines().forEach(run.console()::result);
  }

  private void tell(String line) {
    run.console().tell(line);
  }
}
