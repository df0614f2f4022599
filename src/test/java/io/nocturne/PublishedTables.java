package io.nocturne;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A published run as a downstream program reads it: with DuckDB and SQL, and without the project's
 * code.
 */
public final class PublishedTables implements AutoCloseable {
  private final Connection duck;

  /** Creates a view for each table. */
  public PublishedTables(Path run, Iterable<String> tables) throws SQLException {
    duck = DriverManager.getConnection("jdbc:duckdb:");
    for (String table : tables) {
      // without the option, DuckDB adds a column for the folder date=2026-11-20
      execute(
          "create view %s as from read_parquet('%s/*.parquet', hive_partitioning = false)"
              .formatted(table, run.resolve(table)));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = duck.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The columns with their types, in order. */
  public String columns(String from) throws SQLException {
    return String.join(
        ", ", rows("select column_name || ' ' || column_type from (describe from " + from + ")"));
  }

  /** The rows of a query, values separated by " | ". */
  public List<String> rows(String sql) throws SQLException {
    try (Statement statement = duck.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
          values.add(result.getString(c));
        }
        rows.add(String.join(" | ", values));
      }
      return rows;
    }
  }

  /** The single number that a query returns. */
  public long number(String sql) throws SQLException {
    return Long.parseLong(rows(sql).get(0));
  }

  @Override
  public void close() throws SQLException {
    duck.close();
  }
}
