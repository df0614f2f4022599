package io.nocturne.spark.log;

import io.nocturne.spark.log.file.ColumnNames;
import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.file.RawRow;
import io.nocturne.spark.log.file.Role;
import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * A log whose columns have been found. Its rows are read from the files each time they are asked
 * for: once to survey them ({@link LogSurvey}), and once with the types that follow.
 */
public final class InteractionLog {
  private static final List<String> MOVIELENS = List.of("user", "item", "rating", "timestamp");

  private final LogSettings settings;
  private final LogScan scan;
  private final PresentColumns present;
  private final boolean typed;

  private InteractionLog(SparkSession spark, LogSettings settings, LogFiles files) {
    this.settings = settings;
    this.scan = new LogScan(spark, settings.source(), settings.columns().roles(), MOVIELENS, files);
    boolean time = scan.has(ColumnNames.TIME);
    boolean orderIsAsked = !settings.columns().order().equals(ColumnNames.AUTO);
    this.present =
        new PresentColumns(
            scan.has(ColumnNames.RATING),
            time,
            scan.has(ColumnNames.ORDER) && (orderIsAsked || !time));
    this.typed = scan.hasTypes();
  }

  /** Finds the columns of the files. */
  public static InteractionLog open(SparkSession spark, LogSettings settings, LogFiles files) {
    return new InteractionLog(spark, settings, files);
  }

  /** Which optional columns the log has. */
  public PresentColumns present() {
    return present;
  }

  /** The path of the log as given by the user. */
  public String path() {
    return settings.path();
  }

  /** Notices for the user about how the files are read. */
  public List<String> notices() {
    return scan.notices();
  }

  /** The names of the columns that are read, by role; absent roles have no entry. */
  public Map<String, String> columns() {
    List<Role> roles = settings.columns().roles();
    boolean[] read = {true, true, present.rating(), present.time(), present.order()};
    Map<String, String> columns = new LinkedHashMap<>();
    for (int role = 0; role < read.length; role++) {
      String names = read[role] ? String.join(", ", scan.names(role)) : "";
      columns.put(roles.get(role).name(), names);
    }
    return columns;
  }

  /**
   * Returns which file lacks a column that another has, as a clause, for a column {@code NAME:
   * missing}.
   */
  public Optional<String> fileWithout(String column) {
    List<String> names = settings.columns().roles().stream().map(Role::name).toList();
    return names.contains(column) ? scan.missing(names.indexOf(column)) : Optional.empty();
  }

  /**
   * Profiles the rows, one profile per part of the files.
   *
   * @param withItems whether the profiles have all items
   */
  JavaRDD<LogProfile> profiles(boolean withItems) {
    RowRules rules = settings.rules();
    PresentColumns has = present;
    boolean hasTypes = typed;
    return scan.rows(rows -> LogProfile.of(rows, new RowCheck(rules, has, hasTypes), withItems));
  }

  /** Applies a function to the rows of each part of the files, good and bad. */
  public <T> JavaRDD<T> rows(IdColumns ids, RowsFunction<T> each) {
    RowRules rules = settings.rules();
    PresentColumns has = present;
    boolean hasTypes = typed;
    return scan.rows(
        raw -> {
          LogRow row = new LogRow(new RowCheck(rules, has, hasTypes), ids);
          return each.apply(new CheckedRows(raw, row));
        });
  }

  /** A function of the rows of a part. One row object is reused for all rows. */
  @FunctionalInterface
  public interface RowsFunction<T> extends Serializable {
    Iterator<T> apply(Iterator<LogRow> rows);
  }

  /** Rows as they are read, checked and typed. */
  private record CheckedRows(Iterator<RawRow> raw, LogRow row) implements Iterator<LogRow> {
    @Override
    public boolean hasNext() {
      return raw.hasNext();
    }

    @Override
    public LogRow next() {
      row.read(raw.next());
      return row;
    }
  }
}
