package io.nocturne.jobs;

import io.nocturne.jobs.SmallLog.Line;
import io.nocturne.math.SparseRows;
import io.nocturne.model.Recommender;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.spark.store.ModelStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The stored model of a run, applied to one history at a time. */
final class StoredRatings {
  private final List<Line> log;
  private final List<String> items;
  private final Map<String, Integer> trainedRows = new HashMap<>();
  private final Recommender model;

  /**
   * @param run an unpublished run, which still has all tables
   * @param log the log that the run has read
   */
  StoredRatings(Path run, List<Line> log) {
    this.log = log;
    this.items =
        Output.table(run, "items").stream().map(row -> row.<String>getAs("item_id")).toList();
    for (Row row : Output.table(run, "histories")) {
      trainedRows.put(row.getAs("user_id"), row.getAs("trained_row"));
    }
    ModelStore store =
        new ModelStore(
            SparkSession.active(), new org.apache.hadoop.fs.Path(run.resolve("model").toString()));
    String recipe = store.provenance().path("recipe_text").asText();
    this.model = Recipes.parse(recipe).open(items.size(), store.load());
  }

  /** The ids of the items by index. */
  List<String> items() {
    return items;
  }

  /** Whether the log has both the user and the item. */
  boolean knows(Line line) {
    return !met(line.user()).isEmpty() && items.contains(line.item());
  }

  /** The items of a user in the log. */
  Set<String> met(String user) {
    return ofUser(user).stream().map(Line::item).collect(Collectors.toSet());
  }

  private List<Line> ofUser(String user) {
    return log.stream().filter(line -> line.user().equals(user)).toList();
  }

  /** The predicted ratings of all items for a user of the log. */
  float[] predict(String user) {
    return predict(ofUser(user), trainedRows.get(user));
  }

  /** The predictions for a history of one item with the highest rating. */
  float[] similar(String item) {
    float[] scores = new float[items.size()];
    SparseRows alone =
        SparseRows.builder(items.size())
            .add(new int[] {items.indexOf(item)}, new float[] {2}, SparseRows.NO_OWNER)
            .build();
    model.similarity().score(alone, scores);
    return scores;
  }

  private float[] predict(List<Line> given, int trainedRow) {
    int[] rated = given.stream().mapToInt(line -> items.indexOf(line.item())).toArray();
    float[] ratings = new float[rated.length];
    for (int k = 0; k < ratings.length; k++) {
      ratings[k] = given.get(k).rating();
    }
    float[] scores = new float[items.size()];
    model.score(SparseRows.builder(items.size()).add(rated, ratings, trainedRow).build(), scores);
    return scores;
  }
}
