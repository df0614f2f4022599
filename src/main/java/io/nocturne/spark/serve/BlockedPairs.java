package io.nocturne.spark.serve;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.nocturne.spark.store.TableStore;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Pairs of a user and an item that must not be recommended to this user. */
public final class BlockedPairs {
  private static final String[] USER = {"user_id"};
  private static final String[] ITEM = {"item_id"};

  private final TableStore tables;
  private final Dataset<Row> pairs;

  /**
   * @param pairs with the columns {@code user_id} and {@code item_id}, distinct
   */
  public BlockedPairs(TableStore tables, Dataset<Row> pairs) {
    this.tables = tables;
    this.pairs = pairs;
  }

  /**
   * How many pairs are of a user of the run and an item of the catalogue.
   *
   * @param unknownUsers the number of users that the run does not have
   * @param unknownItems the number of items that the catalogue does not have
   */
  public record Known(KnownIds pairs, long unknownUsers, long unknownItems) {}

  /** Looks the pairs up in the run. */
  public Known known() {
    Dataset<Row> users =
        tables.read("histories").select(col("user_id"), lit(true).as("known_user"));
    Column noUser = col("known_user").isNull();
    Column noItem = col("item_index").isNull();
    Column unknown = noUser.or(noItem);
    Row counts =
        withIndices("left")
            .join(users, USER, "left")
            .agg(
                count_if(not(unknown)),
                count_if(unknown),
                min(when(unknown, concat_ws(", ", col("user_id"), col("item_id")))),
                count_distinct(when(noUser, col("user_id"))),
                count_distinct(when(noItem, col("item_id"))))
            .first();
    KnownIds pairs = new KnownIds(counts.getLong(0), counts.getLong(1), counts.getString(2));
    return new Known(pairs, counts.getLong(3), counts.getLong(4));
  }

  /** The pairs with {@code item_index}; by the join, null or left out for an unknown item. */
  private Dataset<Row> withIndices(String join) {
    return pairs.join(tables.read("items").select("item_id", "item_index"), ITEM, join);
  }

  /** Adds the items that are blocked for a user to those that the user has seen. */
  Dataset<Row> addTo(Dataset<Row> histories) {
    Dataset<Row> blocked =
        withIndices("inner")
            .groupBy("user_id")
            .agg(array_sort(collect_set("item_index")).as("blocked"));
    Column none = lit(new int[0]);
    return histories
        .join(blocked, USER, "left")
        .withColumn("seen", array_union(col("seen"), coalesce(col("blocked"), none)));
  }
}
