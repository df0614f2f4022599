package io.nocturne.spark.serve;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the gate wants to know of the lists, read from the table itself. */
public final class ListFigures {
  private ListFigures() {}

  /**
   * {@code empty_lists}; {@code most_alike}, how many users the most frequent list of the model
   * has; and {@code users_by_tier}.
   */
  public static Map<String, Object> of(Dataset<Row> recommendations) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put(
        "empty_lists", recommendations.filter(size(col("recommendations")).equalTo(0)).count());
    List<Row> alike =
        recommendations
            .filter(col("tier").notEqual(Tier.POPULAR.label()))
            .filter(size(col("recommendations")).gt(0))
            .groupBy(xxhash64(col("recommendations.item_id")).as("list"))
            .agg(count(lit(1)).as("users"))
            .orderBy(col("users").desc())
            .limit(1)
            .collectAsList();
    figures.put("most_alike", alike.isEmpty() ? 0L : alike.get(0).getLong(1));
    Map<String, Long> tiers = new LinkedHashMap<>();
    for (Row tier : recommendations.groupBy("tier").count().orderBy("tier").collectAsList()) {
      tiers.put(tier.getString(0), tier.getLong(1));
    }
    figures.put("users_by_tier", tiers);
    return figures;
  }
}
