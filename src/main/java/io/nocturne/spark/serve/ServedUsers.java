package io.nocturne.spark.serve;

import io.nocturne.spark.Blocks;
import io.nocturne.spark.Rows;
import io.nocturne.spark.store.OrderedRows;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.store.TableStore;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

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
   * @param blocked what must not be recommended to whom
   */
  public static TableInfo write(
      TableStore tables, Optional<Dataset<Row>> users, Optional<BlockedPairs> blocked) {
    TableInfo all = tables.info(ALL);
    Dataset<Row> histories = tables.read(ALL);
    Dataset<Row> restricted = blocked.map(pairs -> pairs.addTo(histories)).orElse(histories);
    Dataset<Row> served =
        users.map(ids -> restricted.join(ids, USER, "left_semi")).orElse(restricted);
    JavaRDD<Object[]> rows =
        Blocks.of(served.selectExpr(all.schema().fieldNames()), "row", all.rows())
            .javaRDD()
            .map(ServedUsers::values)
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      OrderedRows numbered = OrderedRows.counted(rows).numbered(0).readInBlocks();
      return tables.write(TABLE, numbered, all.schema(), all.sha256());
    } finally {
      rows.unpersist();
    }
  }

  /** The values of a row of the table histories, without its number. */
  private static Object[] values(Row row) {
    return new Object[] {
      row.get(row.fieldIndex("user_id")),
      Rows.ints(row, "items"),
      Rows.floats(row, "weights"),
      Rows.longs(row, "times"),
      Rows.ints(row, "seen"),
      row.getBoolean(row.fieldIndex("trained")),
      row.getInt(row.fieldIndex("trained_row"))
    };
  }
}
