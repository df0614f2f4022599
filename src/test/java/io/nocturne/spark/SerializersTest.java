package io.nocturne.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.Recipe;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.PoissonBootstrap;
import io.nocturne.model.metric.RatingScale;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import io.nocturne.spark.prepare.SplitKind;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.serve.Evaluation;
import io.nocturne.spark.serve.Materialization;
import io.nocturne.spark.serve.PlainLists;
import io.nocturne.spark.serve.RatedEase;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.ModelStore;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.train.TestTraining;
import io.nocturne.spark.train.rows.ItemCounts;
import io.nocturne.spark.train.rows.TrainingRows;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs from the log to the lists with both of Spark's serializers, each in a separate context with
 * a different number of threads.
 */
class SerializersTest {
  private static final RatingScale SCALE = new RatingScale(0, 5, 3);

  @TempDir Path folder;

  /** A JVM has one context: ends that of the other tests; the next test gets a new one. */
  @BeforeEach
  void endTheContext() {
    SparkSession.builder().getOrCreate().stop();
  }

  @AfterEach
  void startAContext() {
    SparkSession.builder().getOrCreate();
  }

  @Test
  void bothSerializersGiveTheSameBytes() {
    Map<String, String> java = run(JavaSerializer.class, 1);
    Map<String, String> kryo = run(KryoSerializer.class, 2);
    assertEquals(13, java.size());
    assertEquals(java, kryo);
  }

  /** Figures, and the content hash of each table. */
  private Map<String, String> run(Class<? extends Serializer> serializer, int threads) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + threads + "]")
            .appName("nocturne serializers")
            .config("spark.serializer", serializer.getName())
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate();
    try {
      String inForce = spark.sparkContext().env().serializer().getClass().getName();
      assertEquals(serializer.getName(), inForce);
      return run(spark, folder.resolve(serializer.getSimpleName()));
    } finally {
      spark.stop();
    }
  }

  private static String errors(TableStore tables, JavaSparkContext spark, float[] popularity) {
    float[] zeros = new float[popularity.length * popularity.length];
    Parameters parameters = FlatParameters.one("item.weights", popularity.length, zeros);
    BroadcastModel model = new BroadcastModel(spark, new RatedEase(), parameters, popularity);
    MetricList metrics = MetricList.parse(List.of("rmse", "coverage@5"));
    try (Evaluation evaluation =
        new Evaluation(tables, "test", metrics, SCALE, new PoissonBootstrap(42, 100))) {
      List<Row> measured = evaluation.measure(model);
      assertEquals(1, measured.get(0).getDouble(2), "0 in place of 1");
      return measured.toString();
    }
  }

  private static Map<String, String> run(SparkSession spark, Path folder) {
    PrepareCase preparation = PrepareCase.random(folder, 60, 30, .3);
    preparation.split = SplitKind.STRONG;
    preparation.minUser = 2;
    preparation.minItem = 2;
    Prepared prepared = preparation.run();
    TableStore tables = prepared.tables();
    Recipe recipe = Recipes.parse(TestRecipes.MULT_VAE);
    Parameters trained = new TestTraining().run(TestRecipes.MULT_VAE, tables);
    ModelStore store = new ModelStore(spark, new org.apache.hadoop.fs.Path(folder + "/model"));
    Map<String, String> bytes = new LinkedHashMap<>();
    bytes.put("parameters", store.save(trained, Json.object(), "rows"));
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    float[] popularity = ItemCounts.of(TrainingRows.of(tables));
    BroadcastModel model = new BroadcastModel(context, recipe, store.load(), popularity);
    MetricList metrics = MetricList.parse(List.of("recall@5", "ndcg@10", "coverage@5"));
    try (Evaluation evaluation =
        new Evaluation(tables, "test", metrics, SCALE, new PoissonBootstrap(42, 100))) {
      List<Row> measured = evaluation.measureEach(model, "model");
      assertTrue(measured.get(0).getDouble(2) > 0, measured.toString());
      bytes.put("metrics", measured.toString());
    }
    bytes.put("errors", errors(tables, context, popularity));
    Materialization materialization =
        new Materialization(spark, tables, model, SCALE, PlainLists.SETTINGS, "model");
    materialization.recommend(10);
    materialization.similar(5);
    materialization.encodeUsers();
    materialization.encodeItems();
    for (String table :
        List.of(
            "items",
            "users",
            "vectors",
            "histories",
            "training",
            "user_metrics",
            "recommendations",
            "similar_items",
            "user_codes",
            "item_codes")) {
      bytes.put(table, prepared.sha256(table));
    }
    return bytes;
  }
}
