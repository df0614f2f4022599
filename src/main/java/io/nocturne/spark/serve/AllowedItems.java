package io.nocturne.spark.serve;

import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.store.TableStore;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The items that may be recommended: the internal table {@code allowed_items}, absent where all of
 * the catalogue may be.
 */
public final class AllowedItems {
  /** The name of the table. */
  public static final String TABLE = "allowed_items";

  private static final String[] ITEM = {"item_id"};

  private AllowedItems() {}

  /**
   * Looks up how many ids the catalogue has.
   *
   * @param ids with the column {@code item_id}, distinct
   */
  public static KnownIds known(TableStore tables, Dataset<Row> ids) {
    return KnownIds.of(ids, tables.read("items"), "item_id");
  }

  /** Writes the table of those that the catalogue has. */
  public static TableInfo write(TableStore tables, Dataset<Row> ids, String madeFrom) {
    List<Row> allowed =
        tables
            .read("items")
            .join(ids, ITEM, "left_semi")
            .select("item_index")
            .orderBy("item_index")
            .collectAsList(); // of the catalogue, which the driver holds anyway
    return tables.write(TABLE, allowed, Schemas.allowedItems(), madeFrom);
  }

  /** The indices of the items that are in no list, in their order. */
  static int[] never(TableStore tables, int items) {
    if (!tables.has(TABLE)) {
      return new int[0];
    }
    boolean[] isAllowed = new boolean[items];
    tables.rows(TABLE, "item_index").collect().forEach(row -> isAllowed[(int) row[0]] = true);
    return IntStream.range(0, items).filter(item -> !isAllowed[item]).toArray();
  }
}
