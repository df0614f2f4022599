package io.nocturne.jobs;

import io.nocturne.model.metric.RatingScale;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.serve.Materialization;
import java.util.List;

/** Applies the model to every user and every item. */
final class MaterializeStep implements Step {
  /** The tables that it writes or, not always written, deletes: those of an earlier attempt. */
  static final List<String> TABLES =
      List.of("recommendations", "similar_items", "user_codes", "item_codes");

  @Override
  public String label() {
    return "materialize";
  }

  @Override
  public void run(RunContext run) {
    int n = run.settings().configuration().integer("materialize.top-n");
    int similar = run.settings().configuration().integer("materialize.similar-items");
    BroadcastModel model = new Models(run).stored();
    try {
      if (n > model.items()) {
        run.progress(
            "materialize.top-n is %d but there are only %d items: lists are shorter"
                .formatted(n, model.items()));
      }
      RatingScale scale = run.settings().ratings().scale();
      if (model.predictsRatings() && scale.most() == 0) {
        run.progress(
            "evaluate.rating-scale ends at 0, which is what a model reads of items without a rating:"
                + " similar items and codes of items may be all alike");
      }
      Materialization materialization =
          new Materialization(run.spark(), run.tables(), model, scale, madeFrom(run));
      run.progress("top %d of %,d items".formatted(n, model.items()));
      TABLES.forEach(run.tables()::delete);
      if (similar > 0) {
        materialization.similar(similar);
        run.progress("similar items of %,d items".formatted(model.items()));
      }
      if (materialization.hasCodes()) {
        long codes = materialization.encodeItems().rows() + materialization.encodeUsers().rows();
        run.progress("%,d codes".formatted(codes));
      }
      // last, because a run is complete when it has them
      long lists = materialization.recommend(n).rows();
      run.progress("%,d lists".formatted(lists));
      run.report().put("lists", lists);
      BlasReport.putOfExecutors(run);
    } finally {
      model.destroy();
    }
  }

  /** The stamp of the lists: the model and the histories it was applied to. */
  static String madeFrom(RunContext run) {
    return Models.hash(run) + "+" + run.tables().info("histories").sha256();
  }
}
