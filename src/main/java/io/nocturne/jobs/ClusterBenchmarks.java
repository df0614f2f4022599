package io.nocturne.jobs;

import io.nocturne.config.ConfigurationException;
import io.nocturne.jobs.bench.AveragingBench;
import io.nocturne.jobs.bench.Figures;
import io.nocturne.jobs.bench.LinearBench;
import io.nocturne.jobs.bench.RoundsBench;
import io.nocturne.spark.train.TrainSettings;
import io.nocturne.spark.train.WholeExecutors;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** The benchmarks that train on Spark. */
final class ClusterBenchmarks {
  /** All of them. */
  static final Set<String> NAMES =
      Set.of("averaging", "averaging-ablation", "linear-ae", "rounds", "rounds-sampled");

  private final RunContext run;

  ClusterBenchmarks(RunContext run) {
    this.run = run;
  }

  /** Runs the benchmark of that name; empty if it is none of these. */
  Optional<Figures> run(String name) {
    int seeds = run.settings().configuration().integer("bench.seeds");
    return switch (name) {
      case "averaging" -> Optional.of(averaging().accuracy(seeds));
      case "averaging-ablation" -> Optional.of(averaging().ablation(seeds));
      case "linear-ae" -> Optional.of(linear().run());
      case "rounds" -> Optional.of(rounds().full());
      case "rounds-sampled" -> Optional.of(rounds().sampled());
      default -> Optional.empty();
    };
  }

  private AveragingBench averaging() {
    return new AveragingBench(
        run.tables(), run.settings().training().recipe(), TrainStep.settings(run), run::progress);
  }

  private LinearBench linear() {
    try {
      return new LinearBench(
          run.tables(), run.settings().training().recipe(), TrainStep.settings(run), run::progress);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
  }

  private RoundsBench rounds() {
    TrainSettings settings = TrainStep.settings(run);
    return new RoundsBench(
        run.spark(),
        new Path(run.root().path(), "bench"),
        settings,
        () -> WholeExecutors.count(run.spark().sparkContext()),
        run::progress);
  }
}
