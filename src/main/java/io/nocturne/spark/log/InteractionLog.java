package io.nocturne.spark.log;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A log that has been read and checked, row by row; nothing is merged or dropped yet.
 *
 * <p>Its rows have the columns of {@link Cleaning}. They are read from the files each time, unless
 * the caller persists them.
 */
public final class InteractionLog {
  private final Dataset<Row> rows;
  private final LoggedColumns columns;
  private final LogSettings settings;

  private InteractionLog(Dataset<Row> rows, LoggedColumns columns, LogSettings settings) {
    this.rows = rows;
    this.columns = columns;
    this.settings = settings;
  }

  /** Reads and checks the files. */
  public static InteractionLog read(SparkSession spark, LogSettings settings, LogFiles files) {
    LogReader reader = new LogReader(spark, settings);
    LogReader.Raw raw = reader.read(files);
    Cleaning.checkTypes(settings.path(), raw.rows().schema());
    LogSettings resolved = Cleaning.resolveIds(settings, raw.rows(), raw.textOnly());
    Dataset<Row> checked = new Cleaning(resolved, raw.rows(), raw.columns()).check(raw.rows());
    return new InteractionLog(checked, raw.columns(), resolved);
  }

  /** All rows, good and bad. */
  public Dataset<Row> rows() {
    return rows;
  }

  /** Which optional columns the log has. */
  public LoggedColumns columns() {
    return columns;
  }

  /** The settings it was read with, id types resolved. */
  public LogSettings settings() {
    return settings;
  }
}
