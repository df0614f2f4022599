package io.nocturne.jobs;

import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.serve.Materialization;

/** Applies the model to every user and every item. */
final class MaterializeStep implements Step {
  @Override
  public String label() {
    return "materialize";
  }

  @Override
  public void run(RunContext run) {
    int n = run.settings().configuration().integer("materialize.top-n");
    int similar = run.settings().configuration().integer("materialize.similar-items");
    BroadcastModel model = ModelOnExecutors.load(run);
    try {
      if (n > model.items()) {
        run.progress(
            "materialize.top-n is %d and there are %d items: lists hold what there is"
                .formatted(n, model.items()));
      }
      Materialization materialization =
          new Materialization(run.spark(), run.tables(), model, madeFrom(run));
      run.progress("top %d of %,d items".formatted(n, model.items()));
      run.tables().delete("recommendations");
      run.tables().delete("similar_items");
      if (similar > 0) {
        materialization.similar(similar);
        run.progress("similar items of %,d items".formatted(model.items()));
      }
      // last, because a run is complete when it has them
      long lists = materialization.recommend(n).rows();
      run.progress("%,d lists".formatted(lists));
      run.report().put("lists", lists);
    } finally {
      model.destroy();
    }
  }

  /** The stamp of the lists: the model and the histories that it was applied to. */
  static String madeFrom(RunContext run) {
    return ModelOnExecutors.hash(run) + "+" + run.tables().info("histories").sha256();
  }
}
