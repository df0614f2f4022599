package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.spark.store.Schemas;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class ListFiguresTest {
  private static Row list(String user, Tier tier, long... items) {
    Object[] entries =
        IntStream.range(0, items.length)
            .mapToObj(k -> RowFactory.create(items[k], user.length() - .1f * k)) // scores differ
            .toArray();
    return RowFactory.create(user, entries, tier.label());
  }

  private static Map<String, Object> figures(Row... lists) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    return ListFigures.of(
        spark.createDataFrame(
            Arrays.asList(lists),
            Schemas.recommendations(DataTypes.StringType, DataTypes.LongType)));
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
