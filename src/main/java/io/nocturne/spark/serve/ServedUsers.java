package io.nocturne.spark.serve;

import io.nocturne.spark.Blocks;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.store.TableStore;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * The users who get a list: all of the table {@code histories} or, where users are chosen or items
 * are blocked for some, those of the internal table {@code served}. That has the same columns, and
 * in {@code seen} also what is blocked for the user.
 */
public final class ServedUsers {
  /** The name of the table of chosen users. */
  public static final String TABLE = "served";

  private static final String ALL = "histories";
  private static final String[] USER = {"user_id"};

  private ServedUsers() {}

  /** The name of the table that has the users of a run who get a list. */
  public static String table(TableStore tables) {
    return tables.has(TABLE) ? TABLE : ALL;
  }

  /**
   * Looks up how many ids are of users of the run.
   *
   * @param ids with the column {@code user_id}, distinct
   */
  public static KnownIds known(TableStore tables, Dataset<Row> ids) {
    return KnownIds.of(ids, tables.read(ALL), "user_id");
  }

  /**
   * Writes the table.
   *
   * @param users ids of the users who get a list, empty for all
   * @param count how many of them the run has
   * @param blocked what must not be recommended to whom
   */
  public static TableInfo write(
      TableStore tables, Optional<Dataset<Row>> users, long count, Optional<BlockedPairs> blocked) {
    TableInfo all = tables.info(ALL);
    Dataset<Row> histories = tables.read(ALL);
    Dataset<Row> restricted = blocked.map(pairs -> pairs.addTo(histories)).orElse(histories);
    Dataset<Row> served =
        users
            .map(ids -> renumbered(restricted.join(ids, USER, "left_semi"), all))
            .orElse(restricted);
    StructType schema = Schemas.histories(all.schema().apply("user_id").dataType());
    return tables.write(TABLE, served, schema, "row", count, all.sha256());
  }

  /** Numbers the rows anew, in the order of {@code row}. */
  private static Dataset<Row> renumbered(Dataset<Row> chosen, TableInfo all) {
    SparkSession spark = chosen.sparkSession();
    String[] columns = all.schema().fieldNames();
    Dataset<Row> sorted = Blocks.of(chosen.selectExpr(columns), "row", all.rows());
    JavaRDD<Row> rows = sorted.javaRDD().zipWithIndex().map(ServedUsers::numbered);
    return spark.createDataFrame(rows, all.schema());
  }

  /** The row with its number in the first column, which is {@code row}. */
  private static Row numbered(Tuple2<Row, Long> pair) {
    Row row = pair._1();
    Object[] values = new Object[row.size()];
    for (int column = 1; column < values.length; column++) {
      values[column] = row.get(column);
    }
    values[0] = Math.toIntExact(pair._2());
    return RowFactory.create(values);
  }
}
