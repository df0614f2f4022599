package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.metric.RatingScale;
import io.nocturne.spark.log.LogCase;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import io.nocturne.spark.prepare.RandomLog;
import io.nocturne.spark.store.TableInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both forms of lists, the size of their files, and the bytes of restricted ones. */
class ListFormTest {
  private static final RatingScale SCALE = new RatingScale(1, 5, 3);
  private static final int USERS = 60;
  private static final int N = 6;
  private static final float LEAST = 0;

  @TempDir static Path folder;

  private static Prepared prepared;
  private static BroadcastModel model;

  /** One user has met everything, so that there is an empty list. */
  @BeforeAll
  static void prepare() {
    List<String> lines = new ArrayList<>(List.of("user,item,rating,timestamp"));
    lines.addAll(RandomLog.lines(7, USERS, 16, .3));
    for (int item = 0; item < 16; item++) {
      lines.add("zoe,i" + item + ",5,1790000000");
    }
    LogCase log = new LogCase(folder);
    log.write("log.csv", lines);
    prepared = new PrepareCase(log).run();
    float[] popularity = new float[prepared.items().size()];
    prepared
        .training()
        .forEach(row -> row.forEach(item -> popularity[prepared.items().indexOf(item)]++));
    model = new PlainModel(6, popularity).broadcast();
  }

  @AfterAll
  static void destroy() {
    model.destroy();
  }

  @AfterEach
  void dropRestrictions() {
    prepared.tables().delete(AllowedItems.TABLE);
    prepared.tables().delete(ServedUsers.TABLE);
  }

  private static Materialization materialization(ListForm form, int rowsPerFile) {
    return new Materialization(
        spark(),
        prepared.tables(),
        model,
        SCALE,
        new ListSettings(form, rowsPerFile, LEAST),
        "made from");
  }

  private static SparkSession spark() {
    return SparkSession.builder().getOrCreate();
  }

  /** Each list as text, in the order of the rows. */
  private static Map<String, String> nested(String table, String lists) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Row row : prepared.tables().read(table).collectAsList()) {
      List<Row> list = row.getList(row.fieldIndex(lists));
      if (!list.isEmpty()) {
        texts.put(row.getString(0), text(list));
      }
    }
    return texts;
  }

  private static String text(List<Row> list) {
    StringBuilder text = new StringBuilder();
    int rank = 0;
    for (Row item : list) {
      text.append(++rank + " " + item.get(0) + " " + item.get(1) + "; ");
    }
    return text.toString();
  }

  private static Map<String, String> inLong(String table) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Row row : prepared.tables().read(table).collectAsList()) {
      String item = "%d %s %s; ".formatted(row.getInt(1), row.get(2), row.get(3));
      texts.merge(row.getString(0), item, String::concat);
    }
    return texts;
  }

  private static void assertSame(Map<String, String> one, Map<String, String> other) {
    assertEquals(one, other);
    assertEquals(List.copyOf(one.keySet()), List.copyOf(other.keySet()), "the order");
  }

  @Test
  void theLongFormHasTheSameLists() {
    materialization(ListForm.NESTED, 250_000).recommend(N);
    Map<String, String> lists = nested("recommendations", "recommendations");
    Lists.OfUser ofUser = Lists.of(prepared.tables(), "u3");
    assertEquals(N, ofUser.itemIds().size());
    Lists.Gaps gaps = Lists.gaps(prepared.tables(), N);
    Map<String, Object> figures = ListFigures.of(prepared.tables());
    assertTrue(gaps.shorter() > 0 && gaps.empty() > 0, gaps.toString());

    materialization(ListForm.LONG, 250_000).recommend(N);
    assertSame(lists, inLong("recommendations"));
    assertEquals(ofUser, Lists.of(prepared.tables(), "u3"));
    assertEquals(gaps, Lists.gaps(prepared.tables(), N));
    assertEquals(figures, ListFigures.of(prepared.tables()));
  }

  /** Of any score: the least one is about users. */
  @Test
  void similarItemsToo() {
    materialization(ListForm.NESTED, 250_000).similar(4);
    Map<String, String> lists = nested("similar_items", "similar");
    assertEquals(prepared.items().size(), lists.size());
    materialization(ListForm.LONG, 250_000).similar(4);
    assertSame(lists, inLong("similar_items"));
  }

  @Test
  void filesHaveTheRowsThatWereAskedFor() {
    int users = USERS + 1;
    TableInfo whole = materialization(ListForm.NESTED, 250_000).recommend(N);
    assertEquals(1, whole.files());
    TableInfo cut = materialization(ListForm.NESTED, 10).recommend(N);
    assertEquals(users, cut.rows());
    assertEquals((users + 9) / 10, cut.files());
    assertEquals(users, materialization(ListForm.NESTED, 1).recommend(N).files());
    // 25 rows are 4 lists of 6 items, and less than a list is one; the last list is empty
    Map<String, String> lists = nested("recommendations", "recommendations");
    assertEquals((users - 1) / 4, materialization(ListForm.LONG, 25).recommend(N).files());
    assertEquals(lists, inLong("recommendations")); // Spark reads files by their size
    assertEquals(users - 1, materialization(ListForm.LONG, 1).recommend(N).files());
    assertEquals(8, materialization(ListForm.NESTED, 2).similar(4).files());
  }

  private static Dataset<Row> table(List<Row> rows, int partitions, String... columns) {
    StructType schema = new StructType();
    for (String column : columns) {
      schema = schema.add(column, "string");
    }
    return spark().createDataFrame(rows, schema).repartition(partitions).distinct();
  }

  /** However the rows of the tables come, and on however many partitions. */
  @Test
  void restrictionsGiveTheSameBytes() {
    List<Row> users = new ArrayList<>();
    List<Row> pairs = new ArrayList<>();
    for (int user = 0; user < USERS; user += 2) {
      users.add(RowFactory.create("u" + user));
      for (int item = user % 3; item < 16; item += 3) {
        pairs.add(RowFactory.create("u" + user, "i" + item));
      }
    }
    String first = restricted(users, pairs, 1);
    Collections.reverse(users);
    Collections.reverse(pairs);
    assertEquals(first, restricted(users, pairs, 5));
    assertEquals(users.size(), prepared.tables().info("recommendations").rows());
    assertNotEquals(first, restricted(users, pairs.subList(1, pairs.size()), 1));
  }

  private static String restricted(List<Row> users, List<Row> pairs, int partitions) {
    Dataset<Row> ids = table(users, partitions, "user_id");
    BlockedPairs blocked =
        new BlockedPairs(prepared.tables(), table(pairs, partitions, "user_id", "item_id"));
    KnownIds known = ServedUsers.known(prepared.tables(), ids);
    assertEquals(new KnownIds(users.size(), 0, null), known);
    assertEquals(pairs.size(), blocked.known().pairs().known());
    TableInfo served = ServedUsers.write(prepared.tables(), Optional.of(ids), Optional.of(blocked));
    return served.sha256() + materialization(ListForm.NESTED, 7).recommend(N).sha256();
  }
}
