package io.nocturne.spark.serve;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;

import io.nocturne.spark.store.TableStore;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads the lists of users, in whichever {@link ListForm} they were written. */
public final class Lists {
  private static final String TABLE = "recommendations";

  private Lists() {}

  /**
   * How many lists are not full.
   *
   * @param shorter the number of lists with some items, but fewer than there could be
   * @param empty the number of lists without any
   */
  public record Gaps(long shorter, long empty) {}

  /**
   * The lists of a published run, a row for each user: {@code user_id}, {@code recommendations} and
   * {@code tier}. Users with an empty list are left out where the table has no row for them.
   */
  public static Dataset<Row> read(TableStore tables) {
    Dataset<Row> table = tables.read(TABLE);
    return ListForm.of(table.schema()) == ListForm.NESTED ? table : nested(table);
  }

  private static Dataset<Row> nested(Dataset<Row> table) {
    Column ranked = array_sort(collect_list(struct("rank", "item_id", "score")));
    return table
        .groupBy("user_id", "tier")
        .agg(ranked.as("ranked"))
        .selectExpr(
            "user_id",
            "transform(ranked, x -> struct(x.item_id, x.score)) recommendations",
            "tier");
  }

  /** The lists of a run in the making, as in {@link #read}, with a row for each user served. */
  public static Dataset<Row> ofAllUsers(TableStore tables) {
    Dataset<Row> lists = read(tables);
    if (ListForm.of(tables.info(TABLE).schema()) == ListForm.NESTED) {
      return lists;
    }
    return tables
        .read(ServedUsers.table(tables))
        .select(col("user_id"), Tier.column().as("tier"))
        .join(lists.drop("tier"), new String[] {"user_id"}, "left");
  }

  /**
   * Counts the lists that are not full.
   *
   * @param longest the maximum number of items in a list
   */
  public static Gaps gaps(TableStore tables, int longest) {
    Column items = coalesce(size(col(TABLE)), lit(0));
    Row counts =
        ofAllUsers(tables)
            .agg(count_if(items.gt(0).and(items.lt(longest))), count_if(items.leq(0)))
            .first();
    return new Gaps(counts.getLong(0), counts.getLong(1));
  }
}
