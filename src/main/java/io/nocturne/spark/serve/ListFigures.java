package io.nocturne.spark.serve;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Figures of the lists for the gate, read from the table. */
public final class ListFigures {
  private ListFigures() {}

  /**
   * Returns {@code empty_lists}; {@code most_alike}, the number of users with the most frequent
   * list of the model; and {@code users_by_tier}.
   */
  public static Map<String, Object> of(Dataset<Row> recommendations) {
    Column list =
        when(size(col("recommendations")).gt(0), xxhash64(col("recommendations.item_id")));
    Column[] tiers =
        Stream.of(Tier.values())
            .map(tier -> count_if(col("tier").equalTo(tier.label())).as(tier.label()))
            .toArray(Column[]::new);
    Dataset<Row> usersByList =
        recommendations.groupBy(list.as("list")).agg(count(lit(1)).as("users"), tiers);
    Column ofModel = col("users").minus(column(Tier.POPULAR));
    Row sums =
        usersByList
            .agg(
                total(when(col("list").isNull(), col("users"))),
                Stream.concat(
                        Stream.of(max(when(col("list").isNotNull(), ofModel))),
                        Stream.of(Tier.values()).map(tier -> total(column(tier))))
                    .toArray(Column[]::new))
            .first();
    return figures(sums);
  }

  private static Column column(Tier tier) {
    return col("`" + tier.label() + "`");
  }

  private static Column total(Column users) {
    return coalesce(sum(users), lit(0L));
  }

  private static Map<String, Object> figures(Row sums) {
    Map<String, Long> tiers = new TreeMap<>();
    for (Tier tier : Tier.values()) {
      long users = sums.getLong(2 + tier.ordinal());
      if (users > 0) {
        tiers.put(tier.label(), users);
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("empty_lists", sums.getLong(0));
    figures.put("most_alike", sums.isNullAt(1) ? 0L : sums.getLong(1));
    figures.put("users_by_tier", tiers);
    return figures;
  }
}
