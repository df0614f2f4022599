package io.nocturne.spark.prepare;

import io.nocturne.spark.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;

/** The tables of a preparation, with ids in the place of indices. */
public abstract class PreparedRows {
  private List<String> items;

  /** A table in the order of {@code key}. */
  public abstract List<Row> rows(String table, String key);

  /** A number of the report. */
  public abstract long figure(String name);

  /** The ids of the items by their indices. */
  public List<String> items() {
    if (items == null) {
      items = rows("items", "item_index").stream().map(row -> row.get(0).toString()).toList();
    }
    return items;
  }

  /** The ids of the published users by their indices. */
  public List<String> users() {
    return rows("users", "user_index").stream().map(row -> row.get(0).toString()).toList();
  }

  /** A column of item indices, as ids, for each user of a table. */
  public Map<String, List<String>> itemsByUser(String table, String column) {
    return itemsByUser(table, row -> true, column);
  }

  /** Likewise of the rows of the table evaluation that are about a part. */
  public Map<String, List<String>> heldOut(String part, String column) {
    return itemsByUser("evaluation", row -> row.getAs("part").equals(part), column);
  }

  /** Likewise of the rows that a condition holds for. */
  public Map<String, List<String>> itemsByUser(String table, Predicate<Row> where, String column) {
    Map<String, List<String>> found = new TreeMap<>();
    for (Row row : rows(table, "user_id")) {
      if (where.test(row) && found.put(row.getAs("user_id").toString(), ids(row, column)) != null) {
        throw new AssertionError("twice in " + table + ": " + row);
      }
    }
    return found;
  }

  /** The training rows, as ids. */
  public List<List<String>> training() {
    return rows("training", "row").stream().map(row -> ids(row, "items")).toList();
  }

  private List<String> ids(Row row, String column) {
    List<String> ids = items();
    return Arrays.stream(Rows.ints(row, column)).mapToObj(ids::get).toList();
  }
}
