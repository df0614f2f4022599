package io.nocturne.jobs;

import io.nocturne.jobs.settings.Settings;
import io.nocturne.spark.log.IdColumns;
import io.nocturne.spark.prepare.BeforeWriting;
import io.nocturne.spark.prepare.Preparation;
import io.nocturne.spark.prepare.PreparedSizes;
import io.nocturne.spark.store.ContentHash;
import java.util.List;

/** Reads the log and writes the tables that the other steps read. */
final class PrepareStep implements Step {
  /** The settings that the prepared tables depend on. */
  private static final List<String> KEYS =
      List.of("date", "time-zone", "seed", "input", "titles", "prepare", "split");

  /** The tables that it writes. */
  private static final List<String> TABLES =
      List.of("items", "users", "vectors", "histories", "training", "evaluation", "quarantine");

  /** The stamp of the prepared tables: their settings. */
  static String stamp(Settings settings) {
    String signs = settings.takesNonPositive() ? "ratings of zero and below are good" : "";
    return ContentHash.ofText(settings.configuration().identity(KEYS) + signs);
  }

  @Override
  public String label() {
    return "prepare";
  }

  private record Checks(RunContext run) implements BeforeWriting {
    @Override
    public void ids(IdColumns ids) {
      LiveIds.check(run, ids);
    }

    @Override
    public void space(long bytes) {
      FullDisk.requireSpace(run, bytes, "the prepared tables");
    }
  }

  @Override
  public void run(RunContext run) {
    Settings settings = run.settings();
    // if it fails, the tables of an earlier run must not be taken for its output
    TABLES.forEach(run.tables()::delete);
    Preparation preparation =
        new Preparation(
            run.spark(),
            settings.log(),
            settings.titles(),
            settings.prepare(),
            settings.split(),
            new Checks(run),
            run::progress);
    PreparedSizes sizes = preparation.run(run.tables(), stamp(settings));
    run.report().put("columns", sizes.columns());
    run.report().put("sizes", sizes.figures());
    run.progress(
        "%,d users, %,d items, %,d interactions"
            .formatted(
                (Long) sizes.figures().get("users"),
                (Integer) sizes.figures().get("items"),
                (Long) sizes.figures().get("interactions")));
  }
}
