package io.nocturne.spark.serve;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many ids, or pairs of ids, of a table a run has.
 *
 * @param known the number of those that it has
 * @param unknown the number of the others
 * @param example one of the others, null for none
 */
public record KnownIds(long known, long unknown, String example) {

  /**
   * Looks ids up.
   *
   * @param ids distinct
   * @param run distinct ids of the run in a column of the same name
   */
  static KnownIds of(Dataset<Row> ids, Dataset<Row> run, String id) {
    Column isKnown = coalesce(col("known"), lit(false));
    Row counts =
        ids.join(run.select(col(id), lit(true).as("known")), new String[] {id}, "left")
            .agg(
                count_if(isKnown),
                count_if(not(isKnown)),
                min(when(not(isKnown), col(id))).cast("string"))
            .first();
    return new KnownIds(counts.getLong(0), counts.getLong(1), counts.getString(2));
  }
}
