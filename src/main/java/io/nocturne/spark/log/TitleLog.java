package io.nocturne.spark.log;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Files of item titles, read as those of a log are. */
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
   * @param items what the ids of items are in the log
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

  /** What the user should know of how the files are read. */
  public List<String> notices() {
    return scan.notices();
  }

  /**
   * What a pass over the rows finds.
   *
   * @param rows how many there are
   * @param bad how many of them name no item or cannot be read
   * @param reason of the first of these, null for none
   * @param example the text of that row
   */
  public record Survey(long rows, long bad, String reason, String example) implements Serializable {
    Survey then(Survey next) {
      Survey first = bad > 0 ? this : next;
      return new Survey(rows + next.rows, bad + next.bad, first.reason, first.example);
    }
  }

  /** Counts the rows, reading all of them. */
  public Survey survey() {
    IdColumn ids = items;
    boolean typed = scan.hasTypes();
    return scan.rows(rows -> List.of(survey(rows, ids, typed)).iterator()).collect().stream()
        .reduce(new Survey(0, 0, null, null), Survey::then);
  }

  private static Survey survey(Iterator<RawRow> rows, IdColumn ids, boolean typed) {
    Id id = new Id("item", typed);
    Survey survey = new Survey(0, 0, null, null);
    while (rows.hasNext()) {
      RawRow row = rows.next();
      String reason = reason(row, id, ids);
      survey =
          survey.then(
              reason == null
                  ? new Survey(1, 0, null, null)
                  : new Survey(1, 1, reason, survey.bad > 0 ? null : row.text()));
    }
    return survey;
  }

  private static String reason(RawRow row, Id id, IdColumn ids) {
    if (row.malformed() != null) {
      return row.malformed();
    }
    id.read(row.value(ITEM));
    return id.reason() == null ? Id.misfit("item", id.kind(), ids) : id.reason();
  }

  /** {@code item_id} and {@code title}, one row an item; of several titles always the same one. */
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
          String title = reason(row, id, ids) == null ? title(row.value(TITLE)) : null;
          if (title != null) {
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
