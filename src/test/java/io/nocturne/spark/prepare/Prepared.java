package io.nocturne.spark.prepare;

import io.nocturne.spark.store.TableStore;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** What a preparation has written. */
public final class Prepared extends PreparedRows {
  private final TableStore tables;
  private final Map<String, Object> figures;

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

  @Override
  public long figure(String name) {
    return ((Number) figures.get(name)).longValue();
  }

  @Override
  public List<Row> rows(String table, String key) {
    return tables.read(table).orderBy(key).collectAsList();
  }

  public String sha256(String table) {
    return tables.info(table).sha256();
  }
}
