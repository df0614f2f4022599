package io.nocturne.spark.log;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The rows of a log as a table that tests can query. */
public final class LogTable {
  private LogTable() {}

  /**
   * All rows, good and bad: user, item, rating, time and order of the good ones, source, row and
   * reason of the bad ones; null otherwise.
   */
  public static Dataset<Row> of(SparkSession spark, InteractionLog log, IdColumns ids) {
    StructType schema =
        new StructType()
            .add("user", ids.users().type().dataType())
            .add("item", ids.items().type().dataType())
            .add("rating", DoubleType)
            .add("time", LongType)
            .add("order", LongType)
            .add("source", StringType)
            .add("row", StringType)
            .add("reason", StringType);
    return spark.createDataFrame(log.rows(ids, LogTable::rows), schema);
  }

  private static Iterator<Row> rows(Iterator<LogRow> rows) {
    List<Row> copies = new ArrayList<>();
    rows.forEachRemaining(row -> copies.add(row(row)));
    return copies.iterator();
  }

  private static Row row(LogRow row) {
    return row.reason() == null
        ? RowFactory.create(
            row.user(), row.item(), row.rating(), row.time(), row.order(), null, null, null)
        : RowFactory.create(null, null, null, null, null, row.source(), row.text(), row.reason());
  }
}
