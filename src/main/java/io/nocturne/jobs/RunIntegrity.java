package io.nocturne.jobs;

import io.nocturne.model.metric.Metric;
import io.nocturne.spark.Blocks;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.IndexStore;
import io.nocturne.spark.store.ModelStore;
import io.nocturne.spark.store.Publisher;
import io.nocturne.spark.store.TableStore;
import java.util.Optional;

/** Checks that the tables of a run in the making belong together, before it is published. */
final class RunIntegrity {
  private RunIntegrity() {}

  /** Checks that all tables are there, were made from one another, and were measured. */
  static void check(RunContext run) {
    checkChain(run);
    checkMeasured(run);
  }

  /** Checks that all tables are there and were made from one another. */
  private static void checkChain(RunContext run) {
    TableStore tables = run.tables();
    String prepared = tables.info("items").madeFrom();
    if (!prepared.equals(PrepareStep.stamp(run.settings()))) {
      throw new UnusableDataException(
          "The tables in %s were prepared with different settings of input, titles, prepare or split, or for ratings of another kind (train.recipe, evaluate.rating-scale). Give publish the settings of prepare, or run prepare and what follows again"
              .formatted(run.work()));
    }
    check(
        tables, prepared, "users", "vectors", "quarantine", "histories", "training", "evaluation");
    String applied = MaterializeStep.madeFrom(run);
    check(tables, applied, "recommendations");
    MaterializeStep.TABLES.stream()
        .filter(tables::has)
        .forEach(table -> check(tables, applied, table));
    if (tables.has("item_codes")) {
      new IndexStore(run.spark(), run.work()).verify(tables.info("item_codes").sha256());
    }
    if (tables.has("metrics")) {
      check(tables, EvaluateStep.madeFrom(run), "metrics", "user_metrics");
    }
    new StoredModel(run.model(), run.work())
        .recipe(); // throws if model and parameters do not belong together
    run.model().tables().verify(ModelStore.PARAMETERS);
  }

  private static void check(TableStore tables, String madeFrom, String... names) {
    for (String name : names) {
      Publisher.checkChain(name, tables.info(name), madeFrom);
    }
  }

  /** Whether anything is held out for a test, by which gate.metric can be measured. */
  private static boolean isMeasurable(TableStore tables, Metric metric) {
    boolean needsTargets = !metric.needsRatings();
    return !tables
        .rows("evaluation", "row", "part", "held_out")
        .inBlocks("row", Blocks.size(tables.info("evaluation").rows()))
        .filter(row -> row[1].equals("test") && (!needsTargets || ((int[]) row[2]).length > 0))
        .isEmpty();
  }

  /** Checks that the metrics of the gate were measured. */
  private static void checkMeasured(RunContext run) {
    Optional<Metric> gated = run.settings().gateMetric();
    boolean isMeasured = run.tables().has("metrics");
    if (gated.isPresent() && !isMeasured && isMeasurable(run.tables(), gated.get())) {
      throw new UnusableDataException(
          "Cannot find the table metrics in %s, which gate.metric asks for. Run evaluate for this date first"
              .formatted(run.work()));
    }
  }
}
