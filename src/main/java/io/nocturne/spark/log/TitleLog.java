package io.nocturne.spark.log;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.log.file.Numbers;
import io.nocturne.spark.log.file.RawRow;
import io.nocturne.spark.log.file.Role;
import io.nocturne.spark.log.id.Id;
import io.nocturne.spark.log.id.IdColumn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Files of item titles, read like those of a log. */
public final class TitleLog {
  private static final int ITEM = 0;
  private static final int TITLE = 1;

  private final SparkSession spark;
  private final LogScan scan;
  private final IdColumn items;

  /**
   * Finds the columns of the files.
   *
   * @param item the column of item ids
   * @param title the column of titles
   * @param items the type of the ids of items in the log
   */
  public TitleLog(
      SparkSession spark,
      LogSource source,
      String item,
      String title,
      IdColumn items,
      LogFiles files) {
    this.spark = spark;
    this.items = items;
    List<Role> roles =
        List.of(
            Role.required("item", item, "titles.item"),
            Role.required("title", title, "titles.title"));
    this.scan = new LogScan(spark, source, roles, List.of(item, title, "genres"), files);
  }

  /** Notices for the user about how the files are read. */
  public List<String> notices() {
    return scan.notices();
  }

  /** Counts the rows, reading all of them. */
  public FileSurvey survey() {
    boolean typed = scan.hasTypes();
    return scan.rows(rows -> List.of(survey(rows, typed)).iterator()).collect().stream()
        .reduce(new FileSurvey(), FileSurvey::add);
  }

  private static FileSurvey survey(Iterator<RawRow> rows, boolean typed) {
    Id id = new Id("item", typed);
    return FileSurvey.of(rows, row -> reason(row, id));
  }

  /** Returns why the row is bad, null if it is good. */
  private static String reason(RawRow row, Id id) {
    if (row.malformed() == null) {
      id.read(row.value(ITEM));
    }
    return row.malformed() == null ? id.reason() : row.malformed();
  }

  /**
   * Returns {@code item_id} and {@code title}, one row per item; of several titles always the same
   * one.
   */
  public Dataset<Row> rows() {
    IdColumn ids = items;
    boolean typed = scan.hasTypes();
    StructType schema =
        new StructType().add("item_id", ids.type().dataType()).add("title", StringType);
    return spark
        .createDataFrame(scan.rows(rows -> titled(rows, ids, typed)), schema)
        .groupBy("item_id")
        .agg(min(col("title")).as("title"));
  }

  private static Iterator<Row> titled(Iterator<RawRow> rows, IdColumn ids, boolean typed) {
    Id id = new Id("item", typed);
    List<Row> titled = new ArrayList<>();
    rows.forEachRemaining(
        row -> {
          String title = reason(row, id) == null ? title(row.value(TITLE)) : null;
          // an id of another type is not in the log: its title is not needed
          if (title != null && Id.misfit("item", id.kind(), ids) == null) {
            titled.add(RowFactory.create(id.value(ids.type()), title));
          }
        });
    return titled.iterator();
  }

  private static String title(Object value) {
    boolean number =
        value instanceof Long || value instanceof Double || value instanceof BigDecimal;
    return number ? value.toString() : Numbers.text(value);
  }
}
