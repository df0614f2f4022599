package io.nocturne.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.config.Configuration;
import io.nocturne.jobs.bench.Figures;
import io.nocturne.jobs.bench.ProcessMemory;
import io.nocturne.jobs.bench.SyntheticLog;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.spark.store.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Times the steps of a nightly on synthetic logs of several sizes. Training is cut to one epoch: it
 * has benchmarks of its own.
 */
final class NightlyBench {
  /** After the last row of the logs. */
  private static final String DATE = "2026-11-20";

  private static final List<Step> STEPS =
      List.of(new PrepareStep(), new TrainStep(), new EvaluateStep(), new MaterializeStep());

  private final RunContext bench;
  private final Path scratch;
  private final FileStore files;

  /**
   * @param folder where logs and runs are written, in a folder of their own
   */
  NightlyBench(RunContext bench, Path folder) {
    this.bench = bench;
    this.scratch = new Path(folder, "nocturne-bench"); // whatever else is there stays
    this.files = FileStore.of(scratch, bench.spark().sparkContext().hadoopConfiguration());
  }

  /** Runs the steps on a log of each size. */
  Figures run(List<Long> sizes) {
    Figures figures = new Figures("steps of a nightly, synthetic logs");
    for (long rows : sizes) {
      try {
        files.delete(scratch);
        run(new SyntheticLog(rows), figures);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot use " + scratch, e);
      } finally {
        files.deleteIfPossible(scratch);
      }
    }
    return figures.put(
        "MiB of the process at its peak", ProcessMemory.peakBytes() / (double) (1 << 20));
  }

  private void run(SyntheticLog log, Figures figures) {
    bench.progress(
        "writing a log of %,d rows, %,d users and %,d items"
            .formatted(log.rows(), log.users(), log.items()));
    Path input = new Path(scratch, "log");
    write(log, input);
    RunContext run = nightly(input);
    STEPS.forEach(run::run);
    JsonNode report = run.report().json();
    long users = report.path("lists").asLong();
    long measured = report.path("sizes").path("test_users").asLong();
    String name = "%,d rows: ".formatted(log.rows());
    for (Step step : STEPS) {
      figures.put(name + step.label() + ", seconds", seconds(report, step.label()));
    }
    figures
        .put(name + "prepare, rows/s", log.rows() / seconds(report, "prepare"))
        .put(name + "evaluate, users/s", measured / seconds(report, "evaluate"))
        .put(name + "materialize, users/s", users / seconds(report, "materialize"));
  }

  private static double seconds(JsonNode report, String step) {
    return report.path("seconds").path(step).asDouble();
  }

  private void write(SyntheticLog log, Path folder) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(bench.spark().sparkContext());
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    String name = folder.toString();
    spark
        .parallelize(IntStream.range(0, log.parts()).boxed().toList(), log.parts())
        .foreach(
            part -> {
              Path file = new Path(name, "part-%05d.csv".formatted(part));
              FileStore.of(file, hadoop.value()).write(file, log.part(part));
            });
  }

  private RunContext nightly(Path input) {
    Configuration configuration =
        bench
            .settings()
            .configuration()
            .with("input.path", input.toString())
            .with("root", new Path(scratch, "root").toString())
            .with("date", DATE)
            .with("train.epochs", "1")
            .with("materialize.users", "")
            .with("materialize.blocked", "")
            .with("materialize.allowed-items", "");
    return bench.on(new Settings(configuration, bench.clock()));
  }
}
