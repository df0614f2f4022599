package io.nocturne.jobs;

import io.nocturne.jobs.settings.MaterializeKeys;
import io.nocturne.math.ParallelLoop;
import io.nocturne.spark.serve.AllowedItems;
import io.nocturne.spark.serve.BroadcastCodes;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.serve.ItemIndex;
import io.nocturne.spark.serve.Lists;
import io.nocturne.spark.serve.Materialization;
import io.nocturne.spark.serve.ScoredBy;
import io.nocturne.spark.serve.ServedUsers;
import io.nocturne.spark.store.IndexStore;
import io.nocturne.spark.train.cluster.SparkResources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies the model to every user and every item. */
final class MaterializeStep implements Step {
  /** The tables that it writes or, not always written, deletes: those of an earlier attempt. */
  static final List<String> TABLES =
      List.of("recommendations", "similar_items", "user_codes", "item_codes", "item_weights");

  @Override
  public String label() {
    return "materialize";
  }

  @Override
  public void run(RunContext run) {
    MaterializeKeys keys = run.settings().lists();
    BroadcastModel model = run.models().stored();
    Optional<BroadcastCodes> codes = Optional.empty();
    try {
      warn(run, keys, model);
      run.progress("top %d of %,d items".formatted(keys.topN(), model.items()));
      TABLES.forEach(run.tables()::delete);
      Map<String, Object> restrictions = Restrictions.write(run);
      Materialization materialization =
          new Materialization(
              run.spark(),
              run.tables(),
              model,
              run.settings().ratings().scale(),
              keys.written(),
              madeFrom(run));
      FullDisk.requireSpace(
          run,
          materialization.bytes(keys.topN(), keys.similarItems(), keys.itemWeights()),
          "the lists and codes");
      encode(run, materialization);
      boolean hasIndex = index(run, keys, materialization.hasCodes());
      codes = codes(run, keys, model, hasIndex);
      if (keys.similarItems() > 0) {
        materialization.similar(keys.similarItems(), by(keys.similarBy(), codes));
        run.progress("similar items of %,d items".formatted(model.items()));
      }
      if (keys.itemWeights() && materialization.hasWeights()) {
        run.progress("weights of %,d items".formatted(materialization.writeWeights().rows()));
      }
      // last, because a run is complete when it has them
      materialization.recommend(keys.topN(), by(keys.recommendBy(), codes));
      report(run, keys, restrictions);
      BlasReport.putOfExecutors(run);
    } finally {
      codes.ifPresent(BroadcastCodes::destroy);
      model.destroy();
    }
  }

  private static void encode(RunContext run, Materialization materialization) {
    if (materialization.hasCodes()) {
      long codes = materialization.encodeItems().rows() + materialization.encodeUsers().rows();
      run.progress("%,d codes".formatted(codes));
    }
  }

  /** The item codes, if they rank items. */
  private static Optional<BroadcastCodes> codes(
      RunContext run, MaterializeKeys keys, BroadcastModel model, boolean hasIndex) {
    if (keys.similarBy() == ScoredBy.MODEL && keys.recommendBy() == ScoredBy.MODEL) {
      return Optional.empty();
    }
    boolean isLeftOut = run.tables().has(AllowedItems.TABLE);
    if (hasIndex && isLeftOut && keys.recommendBy() == ScoredBy.CODES) {
      run.progress("lists by codes: exact, as materialize.allowed-items leaves items out");
    }
    return Optional.of(new BroadcastCodes(run.spark(), run.tables(), model, hasIndex));
  }

  private static Optional<BroadcastCodes> by(ScoredBy scoredBy, Optional<BroadcastCodes> codes) {
    return codes.filter(any -> scoredBy == ScoredBy.CODES);
  }

  /**
   * Indexes the item codes, or deletes the index of an earlier attempt.
   *
   * @return whether there is an index
   */
  private static boolean index(RunContext run, MaterializeKeys keys, boolean hasCodes) {
    IndexStore store = new IndexStore(run.spark(), run.work());
    if (!hasCodes) {
      store.delete();
      return false;
    }
    ItemIndex index = new ItemIndex(run.tables(), store, keys.index(), keys.hnsw(), run::progress);
    try (ParallelLoop loop = new ParallelLoop(new SparkResources(run.spark()).threads())) {
      Optional<ItemIndex.Built> built = index.write(loop);
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("used", built.isPresent() ? "hnsw" : "exact");
      built.ifPresent(made -> report.put("recall", made.recallRounded()));
      run.report().put("index", report);
      return built.isPresent();
    }
  }

  private static void warn(RunContext run, MaterializeKeys keys, BroadcastModel model) {
    if (keys.topN() > model.items()) {
      run.progress(
          "materialize.top-n is %d but there are only %d items: lists are shorter"
              .formatted(keys.topN(), model.items()));
    }
    if (model.predictsRatings() && run.settings().ratings().scale().most() == 0) {
      run.progress(
          "evaluate.rating-scale ends at 0, which is what a model reads of items without a rating:"
              + " similar items and codes of items may be all alike");
    }
  }

  private static void report(
      RunContext run, MaterializeKeys keys, Map<String, Object> restrictions) {
    long lists = run.tables().info(ServedUsers.table(run.tables())).rows();
    run.report().put("lists", lists);
    if (!keys.isRestricted()) {
      run.progress("%,d lists".formatted(lists));
      return;
    }
    Lists.Gaps gaps = Lists.gaps(run.tables(), keys.topN());
    restrictions.put("short_lists", gaps.shorter());
    restrictions.put("empty_lists", gaps.empty());
    run.report().put("restrictions", restrictions);
    run.progress(
        "%,d lists, %,d of them with fewer than %d items and %,d with none"
            .formatted(lists, gaps.shorter(), keys.topN(), gaps.empty()));
  }

  /** The stamp of the lists: the model, how they are restricted, and what it was applied to. */
  static String madeFrom(RunContext run) {
    return Models.hash(run)
        + Restrictions.stamp(run)
        + "+"
        + run.tables().info("histories").sha256();
  }
}
