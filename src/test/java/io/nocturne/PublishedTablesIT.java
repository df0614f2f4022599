package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract with downstream programs: the tables match the design and are reproducible. The
 * nightly trains a network and runs as in production, with all compilers and vector kernels.
 */
class PublishedTablesIT {
  /** The columns of each table, with DuckDB's names of the types. */
  private static final Map<String, String> COLUMNS =
      Map.of(
          "items", "item_id BIGINT, item_index INTEGER, title VARCHAR, interactions BIGINT",
          "users", "user_id VARCHAR, user_index INTEGER, interactions BIGINT",
          "vectors",
              "user_id VARCHAR, user_index INTEGER, items INTEGER[], weights FLOAT[], times BIGINT[]",
          "recommendations",
              "user_id VARCHAR, recommendations STRUCT(item_id BIGINT, score FLOAT)[], tier VARCHAR",
          "similar_items", "item_id BIGINT, similar STRUCT(item_id BIGINT, score FLOAT)[]",
          "user_codes", "user_id VARCHAR, code FLOAT[], norm FLOAT, tier VARCHAR",
          "item_codes", "item_id BIGINT, code FLOAT[], norm FLOAT",
          "metrics",
              "model VARCHAR, metric VARCHAR, value DOUBLE, lower DOUBLE, upper DOUBLE, users BIGINT",
          "user_metrics", "user_id VARCHAR, metric VARCHAR, value DOUBLE",
          "quarantine", "source VARCHAR, row VARCHAR, reason VARCHAR");

  /** Settings under which every tier and every table has rows. */
  private static final String[] SETTINGS = {
    "split.kind=strong",
    "split.held-out-users=0.2",
    "prepare.min-rating=3",
    "prepare.min-user-interactions=2",
    "prepare.min-item-interactions=2",
    "materialize.top-n=30",
    "train.workers=4", // more than the cluster has executors
    "train.epochs=5", // each epoch is a round, so a Spark job
    "gate.metric="
  };

  /** Common table expressions that turn the lists of the tables into rows. */
  private static final String WITH =
      "with recommended as (select user_id, unnest(recommendations, recursive := true),"
          + " generate_subscripts(recommendations, 1) as rank from recommendations),"
          + " known as (select user_id, item_id from (select user_id, unnest(items) as item_index"
          + " from vectors) join items using (item_index)),"
          + " alike as (select item_id, s.item_id as other, s.score, rank from (select item_id,"
          + " unnest(\"similar\") as s, generate_subscripts(\"similar\", 1) as rank"
          + " from similar_items)) ";

  @TempDir static Path temp;
  private static Path run;
  private static PublishedTables tables;

  @BeforeAll
  static void publish() throws Exception {
    Path root = temp.resolve("a root");
    run = new Nightly(temp, root, "local[4]").with(SETTINGS).run();
    tables = new PublishedTables(run, COLUMNS.keySet());
  }

  @AfterAll
  static void close() throws SQLException {
    if (tables != null) {
      tables.close();
    }
  }

  @Test
  void runHoldsExactlyTheTables() throws Exception {
    try (Stream<Path> folders = Files.list(run).filter(Files::isDirectory)) {
      List<String> names = new ArrayList<>(COLUMNS.keySet());
      names.addAll(List.of("configuration", "model"));
      assertEquals(
          names.stream().sorted().toList(),
          folders.map(folder -> folder.getFileName().toString()).sorted().toList());
    }
    assertEquals(COLUMNS.keySet(), Nightly.hashes(run).keySet());
  }

  @Test
  void tablesHaveTheExpectedColumns() throws Exception {
    for (Map.Entry<String, String> table : COLUMNS.entrySet()) {
      assertEquals(table.getValue(), tables.columns(table.getKey()), table.getKey());
    }
  }

  /** By default, DuckDB reads a folder date=2026-11-20 in a path as a column. */
  @Test
  void hivePartitioningAddsTheDate() throws Exception {
    String users = "(from read_parquet('%s/*.parquet'))".formatted(run.resolve("users"));
    assertEquals(COLUMNS.get("users") + ", date DATE", tables.columns(users));
  }

  @Test
  void filesAreNumbered() throws Exception {
    JsonNode listed = Nightly.manifest(run).path("tables");
    for (String table : COLUMNS.keySet()) {
      List<Path> parts = Trees.parts(run.resolve(table));
      assertEquals(listed.path(table).path("files").asInt(), parts.size());
      assertEquals(
          IntStream.range(0, parts.size()).mapToObj("part-%05d.parquet"::formatted).toList(),
          parts.stream().map(part -> part.getFileName().toString()).toList());
      long bytes = 0;
      for (Path part : parts) {
        bytes += Files.size(part);
      }
      assertEquals(listed.path(table).path("bytes").asLong(), bytes, table);
      assertEquals(
          listed.path(table).path("rows").asLong(),
          tables.number("select count(*) from " + table),
          table);
      assertEquals(
          listed.path(table).path("sha256").asText(),
          Trees.contentHash(run.resolve(table)),
          "content hash of " + table);
      try (Stream<Path> files = Files.list(run.resolve(table))) {
        assertEquals(parts.size() + 1, files.count(), "files beside _table.json in " + table);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "items; item_id",
        "users; user_id",
        "vectors; user_id",
        "recommendations; user_id",
        "similar_items; item_id",
        "user_codes; user_id",
        "item_codes; item_id",
        "user_metrics; user_id",
        "quarantine; (source, row, reason)",
      })
  void rowsAreSortedById(String table, String id) throws Exception {
    List<String> ids = tables.rows("select %s from %s".formatted(id, table));
    assertFalse(ids.isEmpty(), table);
    assertEquals(tables.rows("select %s from %s order by %s".formatted(id, table, id)), ids);
  }

  @ParameterizedTest
  @ValueSource(strings = {"recommended", "known", "alike"})
  void settingsYieldRowsOfEveryKind(String rows) throws Exception {
    assertTrue(tables.number(WITH + "select count(*) from " + rows) > 1000, rows);
  }

  /** Each query selects rows that must not exist. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "from (select item_index, row_number() over (order by item_id) - 1 as n from items)"
            + " where item_index <> n",
        "from (select user_index, row_number() over (order by user_id) - 1 as n from users)"
            + " where user_index <> n",
        "from items where title is null or item_id is null",
        "from items i full join (select item, count(*) as n from"
            + " (select unnest(items) as item from vectors) group by item) v"
            + " on i.item_index = v.item where i.interactions is distinct from coalesce(v.n, 0)",
        "from users u full join vectors v using (user_id) where u.user_index is distinct from"
            + " v.user_index or u.interactions is distinct from len(v.items)",
        "from vectors where len(items) <> len(weights) or len(items) <> len(times)"
            + " or len(items) = 0 or times <> list_sort(times)"
            + " or len(items) <> len(list_distinct(items))",
        "from (select unnest(weights) as weight from vectors) where weight <> 1",
        "from recommendations group by user_id having count(*) > 1",
        "from users anti join recommendations using (user_id)",
        "from recommended r anti join items i on r.item_id = i.item_id",
        "from recommended r join known k on r.user_id = k.user_id and r.item_id = k.item_id",
        "from recommended r join recommended s on r.user_id = s.user_id and s.rank = r.rank + 1"
            + " where r.score < s.score or r.score = s.score and r.item_id >= s.item_id",
        "from recommended where score is null or isnan(score)",
        "from recommendations where len(recommendations) > 30",
        "from recommendations r join users u using (user_id) where"
            + " len(recommendations) < least(30, (select count(*) from items) - u.interactions)",
        "from recommendations where tier not in ('model', 'fold-in', 'popular')",
        "from recommendations anti join users using (user_id) where tier = 'model'",
        "from recommendations semi join users using (user_id) where tier = 'popular'",
        "from items full join similar_items s using (item_id) where len(\"similar\") <> 20",
        "from alike anti join items on alike.other = items.item_id",
        "from alike where item_id = other",
        "from alike a join alike b on a.item_id = b.item_id and b.rank = a.rank + 1"
            + " where a.score < b.score",
        "from recommendations r full join user_codes c using (user_id)"
            + " where r.tier is distinct from c.tier",
        "from items full join item_codes c using (item_id) where c.code is null or title is null",
        "from (select code, norm from user_codes union all select code, norm from item_codes)"
            + " where len(code) <> 10 or not isfinite(norm) or norm < 0 or abs(norm -"
            + " sqrt(list_dot_product(code::double[], code::double[]))) > 1e-5 * norm",
        "from (select count(distinct code) as n from user_codes where tier = 'popular')"
            + " where n <> 1",
        "from user_metrics group by user_id, metric having count(*) > 1",
        "from user_metrics where value is null or value < 0 or value > 1",
        "from user_metrics anti join users using (user_id)",
        "from user_metrics join recommendations using (user_id) where tier <> 'fold-in'",
        "from metrics where value not between lower and upper",
        "from metrics where (lower is null or upper is null) <> (metric = 'coverage@20')",
        "from metrics m left join (select metric, avg(value) as mean, count(*) as n"
            + " from user_metrics group by metric) u using (metric)"
            + " where m.model = 'mult-vae' and m.metric <> 'coverage@20'"
            + " and (u.n is distinct from m.users or abs(u.mean - m.value) > 1e-12)",
        "from quarantine where source not like 'dt=2026-__-__/part-00000.csv' or"
            + " row not like '%,%' or reason <> 'malformed row' and reason not like '%: %'",
      })
  void noRowIsInvalid(String wrong) throws Exception {
    assertEquals(List.of(), tables.rows(WITH + "select 'wrong' " + wrong + " limit 1"));
  }

  @Test
  void everyTierAndMetricIsPresent() throws Exception {
    JsonNode tiers = Nightly.manifest(run).path("figures").path("users_by_tier");
    assertEquals(
        Stream.of("fold-in", "model", "popular").map(t -> t + " | " + tiers.path(t)).toList(),
        tables.rows("select tier, count(*) from recommendations group by tier order by tier"));
    assertEquals(
        List.of("recall@20", "recall@50", "ndcg@100", "precision@20", "coverage@20").stream()
            .flatMap(m -> Stream.of("ease | " + m, "mult-vae | " + m, "popularity | " + m))
            .sorted()
            .toList(),
        tables.rows("select model, metric from metrics order by model || ' | ' || metric"));
  }

  @Test
  void clusterRunInAnotherRootHasTheSameBytes() throws Exception {
    Path other = LocalCluster.run(temp, temp.resolve("cluster"), SETTINGS);
    assertEquals(Nightly.hashes(run), Nightly.hashes(other));
    assertEquals(parquet(run), parquet(other));
    assertEquals(parameters(run), parameters(other));
  }

  private static String parameters(Path run) throws Exception {
    return Json.parse(Files.readString(run.resolve("model/model.json")))
        .path("parameters_sha256")
        .asText();
  }

  private static Map<String, String> parquet(Path run) throws Exception {
    SortedMap<String, String> hashes = Trees.hashes(run);
    hashes.keySet().removeIf(file -> !file.endsWith(".parquet"));
    return hashes;
  }
}
