package io.nocturne;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A published run as a downstream program reads it: DuckDB and SQL, none of the project's code. */
public final class PublishedTables implements AutoCloseable {
  private final Connection duck;

  /** Makes each table a view of its name. */
  public PublishedTables(Path run, Iterable<String> tables) throws SQLException {
    duck = DriverManager.getConnection("jdbc:duckdb:");
    for (String table : tables) {
      // without the option DuckDB adds a column for the folder date=2026-11-20
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

  /** The rows of a query, the values of a row with " | " between them. */
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

  /** The one number that a query gives. */
  public long number(String sql) throws SQLException {
    return Long.parseLong(rows(sql).get(0));
  }

  @Override
  public void close() throws SQLException {
    duck.close();
  }
}
