package io.nocturne.jobs;

import io.nocturne.config.Configuration;
import io.nocturne.jobs.bench.Benchmarks;
import io.nocturne.jobs.bench.Figures;
import io.nocturne.jobs.bench.IndexedCodes;
import io.nocturne.math.Arithmetic;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.spark.location.FileSystems;
import io.nocturne.spark.serve.ItemCodes;
import io.nocturne.spark.store.FileStore;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.train.cluster.SparkResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** Measures how fast this machine is, from matrix products to the steps of a nightly. */
final class BenchStep implements Step {
  /** The benchmark that runs steps of a nightly, which only this package can. */
  private static final String NIGHTLY = "nightly";

  @Override
  public String label() {
    return "bench";
  }

  @Override
  public void run(RunContext run) {
    List<String> names = run.settings().configuration().list("bench.what");
    int wanted = run.settings().configuration().integer("bench.threads");
    int threads = wanted == 0 ? new SparkResources(run.spark()).threads() : wanted;
    String cpu = Arithmetic.ofThisJvm().cpu();
    run.progress("%s on %d thread(s) of %s".formatted(names, threads, cpu));
    Path log = FileSystems.path(run.settings().configuration().text("bench.log"));
    if (names.contains("epochs") && !exists(run, log)) {
      run.progress("skipping benchmark epochs: %s not found (bench.log)".formatted(log));
      names = names.stream().filter(name -> !name.equals("epochs")).toList();
    }
    Map<String, Object> report = new LinkedHashMap<>();
    for (String name : names) {
      if (name.equals(NIGHTLY)) {
        show(run, nightly(run), report);
      } else {
        new Benchmarks(threads, () -> histories(run), codes(run))
            .run(List.of(name), figures -> show(run, figures, report));
      }
    }
    run.report().put("cpu", cpu);
    run.report().put("threads", threads);
    run.report().put("bench", report);
  }

  private static Figures nightly(RunContext run) {
    Path folder = FileSystems.path(run.settings().configuration().text("bench.scratch"));
    return new NightlyBench(run, folder).run(run.settings().bench().nightlyRows());
  }

  private static IndexedCodes codes(RunContext run) {
    Configuration configuration = run.settings().configuration();
    String path = configuration.text("bench.run");
    return new IndexedCodes(
        path.isEmpty()
            ? Optional.empty()
            : Optional.of(
                () -> ItemCodes.read(new TableStore(run.spark(), FileSystems.path(path)))),
        configuration.list("bench.codes"),
        configuration.integer("bench.code-count"),
        configuration.integer("bench.code-width"),
        run.settings().lists().hnsw());
  }

  private static void show(RunContext run, Figures figures, Map<String, Object> report) {
    figures.table().lines().forEach(run.console()::result);
    run.console().result("");
    report.put(figures.title(), figures.values());
  }

  private static boolean exists(RunContext run, Path log) {
    try {
      return FileStore.of(log, run.spark().sparkContext().hadoopConfiguration()).exists(log);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot check for " + log, e);
    }
  }

  /** The histories of a csv with the columns user and item, items numbered by their ids. */
  private static SparseRows histories(RunContext run) {
    String path = run.settings().configuration().text("bench.log");
    List<Row> log =
        run.spark()
            .read()
            .option("header", "true")
            .csv(path)
            .selectExpr("cast(user as long)", "cast(item as long)")
            .distinct()
            .orderBy("user", "item")
            .collectAsList();
    Map<Long, Integer> items = new TreeMap<>();
    log.forEach(row -> items.put(row.getLong(1), 0));
    int next = 0;
    for (Map.Entry<Long, Integer> item : items.entrySet()) {
      item.setValue(next++);
    }
    Map<Long, List<Integer>> users = new TreeMap<>();
    for (Row row : log) {
      users
          .computeIfAbsent(row.getLong(0), user -> new ArrayList<>())
          .add(items.get(row.getLong(1)));
    }
    SparseRowsBuilder rows = SparseRows.builder(items.size());
    users.values().forEach(own -> rows.add(own.stream().mapToInt(i -> i).toArray()));
    return rows.build();
  }
}
