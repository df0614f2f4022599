package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.store.Schemas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table item_weights: another engine computes from it the scores that we publish. */
class ItemWeightsTest {
  /** The query of docs/tables.md, over all users. */
  private static final String SCORES =
      """
      with known as (
        select user_id, item_id, weight
        from (select user_id, unnest(items) as item_index, unnest(weights) as weight
              from read_parquet('RUN/vectors/*.parquet', hive_partitioning = false))
        join read_parquet('RUN/items/*.parquet', hive_partitioning = false) using (item_index))
      select user_id, to_item as item_id, sum(weight * to_weight) as score
      from known
      join (select item_id, unnest(items) as to_item, unnest(weights) as to_weight
            from read_parquet('RUN/item_weights/*.parquet', hive_partitioning = false))
      using (item_id)
      group by user_id, to_item
      """;

  @TempDir static Path temp;

  private static JobRun run(boolean areNumbers, String... keyValues) {
    List<String> lines =
        SmallLog.csv().stream()
            .map(line -> areNumbers ? line.replaceAll(",i(?=[0-9])", ",") : line)
            .toList();
    SmallLog.write(temp.resolve("log.csv"), lines);
    Stream<String> given =
        Stream.of(
            "root=" + temp.resolve("root of numbers " + areNumbers),
            "input.path=" + temp.resolve("log.csv"),
            "gate.metric=",
            "gate.max-identical-lists=1");
    return JobRun.of(
        Command.NIGHTLY, Stream.concat(given, Stream.of(keyValues)).toArray(String[]::new));
  }

  @Test
  void anotherEngineComputesOurScores() throws Exception {
    for (boolean areNumbers : new boolean[] {false, true}) {
      Path published =
          run(areNumbers, "train.recipe=sparse-ease", "train.sparse-ease.density=1")
              .done()
              .says("weights of 12 items")
              .published();
      Map<String, Double> scores = scores(published);
      List<Row> lists = Output.table(published, "recommendations");
      int compared = 0;
      for (Row list : lists) {
        for (Row entry : list.<Row>getList(1)) {
          Double score = scores.get(list.get(0) + " " + entry.get(0));
          if (list.getString(2).equals("model")) {
            assertEquals(score == null ? 0 : score, entry.getFloat(1), 1e-5, list.toString());
            compared++;
          }
        }
      }
      assertTrue(compared > 50, "" + compared);
      List<Row> weights = Output.table(published, "item_weights");
      assertEquals(SmallLog.ITEMS, weights.size());
    }
  }

  private static Map<String, Double> scores(Path run) throws Exception {
    Map<String, Double> scores = new HashMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SCORES.replace("RUN", run.toString()))) {
      while (rows.next()) {
        scores.put(rows.getString(1) + " " + rows.getString(2), rows.getDouble(3));
      }
    }
    return scores;
  }

  @Test
  void isLeftOutIfNotWanted() {
    Path published =
        run(false, "train.recipe=slim", "materialize.item-weights=false", "train.slim.l2=1")
            .done()
            .published();
    assertFalse(Files.exists(published.resolve("item_weights")));
    assertEquals(
        "struct<item_id:string,items:array<string>,weights:array<float>>",
        Schemas.itemWeights(DataTypes.StringType).simpleString());
  }
}
