package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.spark.store.OrderedRows;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListFiguresTest {
  @TempDir Path folder;

  /** A user's row of the table recommendations. */
  private static Object[] list(String user, Tier tier, long... items) {
    Object[][] entries =
        IntStream.range(0, items.length)
            .mapToObj(k -> new Object[] {items[k], user.length() - .1f * k}) // scores differ
            .toArray(Object[][]::new);
    return new Object[] {user, entries, tier.label()};
  }

  /** The user's row of the table histories. */
  private static Object[] history(int row, Object[] list) {
    int[] items = new int[list[2].equals(Tier.POPULAR.label()) ? 0 : 1];
    boolean isTrained = list[2].equals(Tier.MODEL.label());
    return new Object[] {
      row, list[0], items, new float[items.length], new long[items.length], items, isTrained, -1
    };
  }

  private Map<String, Object> figures(Object[]... lists) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    TableStore tables = new TableStore(spark, new org.apache.hadoop.fs.Path(folder.toUri()));
    tables.write(
        "recommendations",
        OrderedRows.local(context, List.of(lists)),
        Schemas.recommendations(DataTypes.StringType, DataTypes.LongType),
        "here");
    tables.write(
        "histories",
        OrderedRows.local(
            context,
            IntStream.range(0, lists.length).mapToObj(row -> history(row, lists[row])).toList()),
        Schemas.histories(DataTypes.StringType),
        "here");
    return ListFigures.of(tables);
  }

  @Test
  void countsTheLists() {
    Map<String, Object> figures =
        figures(
            list("a", Tier.MODEL, 1, 2),
            list("bb", Tier.FOLD_IN, 1, 2),
            list("c", Tier.MODEL, 2, 1),
            list("d", Tier.MODEL),
            list("e", Tier.POPULAR),
            list("f", Tier.MODEL),
            list("g", Tier.POPULAR, 3, 4),
            list("h", Tier.POPULAR, 3, 4),
            list("i", Tier.POPULAR, 3, 4));
    assertEquals(3L, figures.get("empty_lists"));
    assertEquals(2L, figures.get("most_alike"), "of the model, whatever the scores and the tier");
    assertEquals(Map.of("model", 4L, "fold-in", 1L, "popular", 4L), figures.get("users_by_tier"));
    assertEquals(
        List.of("empty_lists", "most_alike", "users_by_tier"), List.copyOf(figures.keySet()));
  }

  @Test
  void popularListsAreAlikeOnPurpose() {
    Map<String, Object> figures =
        figures(list("a", Tier.POPULAR, 3, 4), list("b", Tier.POPULAR, 3, 4));
    assertEquals(0L, figures.get("most_alike"));
    assertEquals(Map.of("popular", 2L), figures.get("users_by_tier"));
  }

  @Test
  void noLists() {
    assertEquals(Map.of("empty_lists", 0L, "most_alike", 0L, "users_by_tier", Map.of()), figures());
  }
}
