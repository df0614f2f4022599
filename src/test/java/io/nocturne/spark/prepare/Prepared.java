package io.nocturne.spark.prepare;

import io.nocturne.spark.Rows;
import io.nocturne.spark.store.TableStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** What a preparation has written, read back with ids in the place of indices. */
public final class Prepared {
  private final TableStore tables;
  private final Map<String, Object> figures;
  private List<String> items;

  Prepared(TableStore tables, Map<String, Object> figures) {
    this.tables = tables;
    this.figures = figures;
  }

  public TableStore tables() {
    return tables;
  }

  public Map<String, Object> figures() {
    return figures;
  }

  public long figure(String name) {
    return ((Number) figures.get(name)).longValue();
  }

  /** A table in the order of {@code key}. */
  public List<Row> rows(String table, String key) {
    return tables.read(table).orderBy(key).collectAsList();
  }

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
    return itemsByUser(table, "true", column);
  }

  /** Likewise of the rows that a condition holds for. */
  public Map<String, List<String>> itemsByUser(String table, String where, String column) {
    List<String> ids = items();
    Map<String, List<String>> found = new TreeMap<>();
    for (Row row : tables.read(table).where(where).select("user_id", column).collectAsList()) {
      List<String> items = Arrays.stream(Rows.ints(row, column)).mapToObj(ids::get).toList();
      if (found.put(row.get(0).toString(), items) != null) {
        throw new AssertionError("twice in " + table + ": " + row);
      }
    }
    return found;
  }

  /** The training rows, as ids. */
  public List<List<String>> training() {
    List<String> ids = items();
    return rows("training", "row").stream()
        .map(row -> Arrays.stream(Rows.ints(row, "items")).mapToObj(ids::get).toList())
        .toList();
  }

  public String sha256(String table) {
    return tables.info(table).sha256();
  }
}
