package io.nocturne.jobs;

import io.nocturne.model.Recipe;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.store.ModelStore;
import io.nocturne.spark.store.Publisher;
import io.nocturne.spark.train.rows.ItemCounts;
import io.nocturne.spark.train.rows.TrainingRows;
import org.apache.spark.api.java.JavaSparkContext;

/** Sends models of a run to the executors. */
final class Models {
  private final RunContext run;
  private String counted = "";
  private float[] popularity;

  Models(RunContext run) {
    this.run = run;
  }

  /** The model that the run has stored. */
  BroadcastModel stored() {
    StoredModel stored = new StoredModel(run.model(), run.work());
    Recipe recipe = stored.recipe();
    Publisher.checkChain("model/parameters", stored.info(), run.tables().info("training").sha256());
    return of(recipe, stored.load());
  }

  /** A model with these parameters. */
  BroadcastModel of(Recipe recipe, Parameters parameters) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    return new BroadcastModel(spark, recipe, parameters, popularity());
  }

  /** The counts of the items in the table training, for as long as that is the same. */
  private float[] popularity() {
    String training = run.tables().info("training").sha256();
    if (!training.equals(counted)) {
      popularity = ItemCounts.of(TrainingRows.of(run.tables()));
      counted = training;
    }
    return popularity;
  }

  /** The content hash of the stored model. */
  static String hash(RunContext run) {
    return run.model().tables().info(ModelStore.PARAMETERS).sha256();
  }
}
