package io.nocturne.spark.log;

import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.log.file.Numbers;
import io.nocturne.spark.log.file.RawRow;
import io.nocturne.spark.log.file.Role;
import io.nocturne.spark.log.id.Id;
import io.nocturne.spark.log.id.IdColumn;
import io.nocturne.spark.log.id.IdType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** Files of item titles, read like those of a log. */
public final class TitleLog {
  private static final int ITEM = 0;
  private static final int TITLE = 1;

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
   * Returns the titles of some items by their numbers; of several titles of one item always the
   * same one.
   *
   * @param number the number of an item's id, less than 0 for one that is not wanted
   */
  public Map<Integer, String> titles(ItemNumber number) {
    IdColumn ids = items;
    boolean typed = scan.hasTypes();
    return scan.rows(rows -> titled(rows, ids, typed, number))
        .mapToPair(title -> title)
        .reduceByKey((a, b) -> IdType.STRING.order().compare(a, b) <= 0 ? a : b)
        .collectAsMap();
  }

  /** Numbers items. */
  @FunctionalInterface
  public interface ItemNumber extends Serializable {
    int of(Object id);
  }

  private static Iterator<Tuple2<Integer, String>> titled(
      Iterator<RawRow> rows, IdColumn ids, boolean typed, ItemNumber number) {
    Id id = new Id("item", typed);
    List<Tuple2<Integer, String>> titled = new ArrayList<>();
    rows.forEachRemaining(
        row -> {
          String title = reason(row, id) == null ? title(row.value(TITLE)) : null;
          // an id of another type is not in the log: its title is not needed
          if (title != null && Id.misfit("item", id.kind(), ids) == null) {
            int item = number.of(id.value(ids.type()));
            if (item >= 0) {
              titled.add(new Tuple2<>(item, title));
            }
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
