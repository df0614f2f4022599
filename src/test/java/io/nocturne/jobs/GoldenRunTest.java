package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.math.SparseRows;
import io.nocturne.model.Recommender;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.Rows;
import io.nocturne.spark.store.LiveRun;
import io.nocturne.spark.store.ModelStore;
import io.nocturne.spark.store.RunRoot;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * This version reads runs that earlier versions published. The rule is in docs/contributing.md;
 * {@link GoldenRun} writes a golden run, which is never changed.
 */
class GoldenRunTest {
  private static final int FORMAT = 2;

  @TempDir static Path root;
  private static SparkSession spark;
  private static LiveRun run;

  @BeforeAll
  static void unpack() throws IOException {
    GoldenRun.unpack("golden/format-%d.txt".formatted(FORMAT), root);
    spark = SparkSession.builder().getOrCreate();
    List<String> problems = new ArrayList<>();
    RunRoot of = new RunRoot(root.toString(), new Configuration(false));
    run = LiveRun.find(of, problems::add).orElseThrow();
    assertEquals(List.of(), problems);
  }

  private static TableStore tables() {
    return new TableStore(spark, run.path());
  }

  @Test
  void goldenRunIsComplete() {
    assertTrue(run.isWhole());
    run.manifest()
        .json()
        .path("tables")
        .fieldNames()
        .forEachRemaining(table -> tables().verify(table));
  }

  /** New versions may add columns at the end; existing columns keep their names and types. */
  @Test
  void columnsMatchTheSchemas() {
    var id = DataTypes.StringType;
    Map<String, StructType> schemas =
        Map.of(
            "items", Schemas.items(id),
            "users", Schemas.users(id),
            "vectors", Schemas.vectors(id, true),
            "recommendations", Schemas.recommendations(id, id),
            "similar_items", Schemas.similarItems(id),
            "user_codes", Schemas.userCodes(id),
            "item_codes", Schemas.itemCodes(id),
            "metrics", Schemas.metrics(),
            "user_metrics", Schemas.userMetrics(id));
    schemas.forEach(
        (table, schema) -> {
          StructType golden = tables().read(table).schema();
          for (int column = 0; column < golden.length(); column++) {
            assertEquals(golden.fields()[column].name(), schema.fields()[column].name(), table);
            assertEquals(
                golden.fields()[column].dataType().simpleString(),
                schema.fields()[column].dataType().simpleString(),
                table + "." + schema.fields()[column].name());
          }
        });
  }

  @Test
  void modelGivesTheSameScores() {
    ModelStore store = new ModelStore(spark, new org.apache.hadoop.fs.Path(run.path(), "model"));
    Parameters parameters = store.load();
    JsonNode provenance = store.provenance();
    assertEquals(FORMAT, provenance.path("format").asInt());
    assertEquals("encoder.weights [12 items x 4]", parameters.shapes().get(0).toString());
    List<String> items =
        tables().read("items").orderBy("item_index").collectAsList().stream()
            .map(row -> row.<String>getAs("item_id"))
            .toList();
    Recommender model =
        Recipes.parse(provenance.path("recipe_text").asText()).open(items.size(), parameters);
    int compared = 0;
    for (Row row : tables().read("vectors").collectAsList()) {
      float[] scores = new float[items.size()];
      model.score(
          SparseRows.builder(items.size())
              .add(Rows.ints(row, "items"), Rows.floats(row, "weights"))
              .build(),
          scores);
      for (Row scored : recommended(row.getAs("user_id"))) {
        int item = items.indexOf(scored.<String>getAs("item_id"));
        assertEquals(scores[item], scored.<Float>getAs("score"), 1e-4f);
        compared++;
      }
    }
    assertTrue(compared > 80, "scores compared: " + compared);
  }

  private static List<Row> recommended(String user) {
    Row list =
        tables().read("recommendations").where("user_id = '" + user + "'").collectAsList().get(0);
    return list.getList(list.fieldIndex("recommendations"));
  }
}
