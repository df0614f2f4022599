package io.nocturne.spark.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.math.ParallelLoop;
import io.nocturne.model.CodeDirections;
import io.nocturne.model.index.CodeIndex;
import io.nocturne.model.index.ExactSearch;
import io.nocturne.model.index.HnswSettings;
import io.nocturne.model.index.IndexChoice;
import io.nocturne.model.index.IndexRecall;
import io.nocturne.spark.store.IndexStore;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.TableStore;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The index of a run's item codes, if its nearest codes are not searched for exactly. It is built
 * on the driver, which holds the codes meanwhile: twice 4 bytes for each number of theirs, and
 * about 400 for each item.
 */
public final class ItemIndex {
  /** The length of the lists by which its recall is measured. */
  private static final int K = 20;

  private static final int QUERIES = 500;

  /** A recall below it is reported with a remedy. */
  private static final double ENOUGH = 0.95;

  /** As many codes take less than a minute to index, so that their progress is not reported. */
  private static final int SOON = 50_000;

  private final TableStore tables;
  private final IndexStore store;
  private final IndexChoice choice;
  private final HnswSettings settings;
  private final Consumer<String> progress;

  /**
   * @param tables those of the run, with item_codes
   * @param store of the same run
   * @param progress receives what was taken, and why
   */
  public ItemIndex(
      TableStore tables,
      IndexStore store,
      IndexChoice choice,
      HnswSettings settings,
      Consumer<String> progress) {
    this.tables = tables;
    this.store = store;
    this.choice = choice;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * An index that was built.
   *
   * @param index of the item codes, by {@code item_index}
   * @param recall against the exact search
   */
  public record Built(CodeIndex index, IndexRecall recall) {
    /** The recall, rounded to four digits. */
    public double recallRounded() {
      return Math.round(recall.value() * 10_000) / 10_000.0;
    }
  }

  /**
   * Builds the index, measures its recall on evenly spaced codes, and stores it in place of the one
   * before.
   *
   * @param loop the threads that measure the recall; the index is built by one
   * @return empty, and nothing is stored, if the nearest codes are searched for exactly
   */
  public Optional<Built> write(ParallelLoop loop) {
    store.delete();
    int count = Math.toIntExact(tables.info("item_codes").rows());
    IndexChoice.Decision decision = choice.decide(count);
    if (!decision.usesIndex()) {
      progress.accept("nearest codes: exact, as %s".formatted(decision.why()));
      return Optional.empty();
    }
    progress.accept("nearest codes: by an index, as %s".formatted(decision.why()));
    CodeDirections directions = ItemCodes.read(tables);
    CodeIndex index = CodeIndex.build(directions, settings, share -> tell(share, count));
    IndexRecall recall = IndexRecall.measure(new ExactSearch(directions), index, K, QUERIES, loop);
    Built built = new Built(index, recall);
    report(built);
    store.save(index, about(built, directions), tables.info("item_codes").sha256());
    return Optional.of(built);
  }

  private void tell(double share, int count) {
    if (count > SOON) {
      progress.accept("index: %.0f %% of %,d codes".formatted(100 * share, count));
    }
  }

  private void report(Built built) {
    double recall = built.recallRounded();
    progress.accept(
        "index: recall@%d %s of %,d codes".formatted(K, recall, built.recall().queries()));
    if (recall < ENOUGH) {
      progress.accept(
          "index: recall@%d is less than %s: raise materialize.hnsw.ef (%d) or set materialize.index to exact"
              .formatted(K, ENOUGH, settings.ef()));
    }
  }

  private ObjectNode about(Built built, CodeDirections directions) {
    ObjectNode about = Json.object();
    about.put("codes", directions.count()).put("width", directions.width());
    about.put("m", settings.m()).put("ef_construction", settings.efConstruction());
    about.put("ef", settings.ef());
    about
        .putObject("recall")
        .put("k", built.recall().k())
        .put("queries", built.recall().queries())
        .put("value", built.recallRounded());
    return about;
  }
}
