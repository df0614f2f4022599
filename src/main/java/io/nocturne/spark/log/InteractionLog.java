package io.nocturne.spark.log;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.nocturne.spark.log.file.ColumnNames;
import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.file.RawRow;
import io.nocturne.spark.log.file.Role;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A log whose columns have been found. Its rows are read from the files each time they are asked
 * for: once to survey them ({@link LogSurvey}), and once with the types that follow.
 */
public final class InteractionLog {
  private static final List<String> MOVIELENS = List.of("user", "item", "rating", "timestamp");

  private final SparkSession spark;
  private final LogSettings settings;
  private final LogScan scan;
  private final PresentColumns present;
  private final boolean typed;

  private InteractionLog(SparkSession spark, LogSettings settings, LogFiles files) {
    this.spark = spark;
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

  /** Profiles the rows, one profile per part of the files. */
  JavaRDD<LogProfile> profiles() {
    RowRules rules = settings.rules();
    PresentColumns has = present;
    boolean hasTypes = typed;
    return scan.rows(rows -> LogProfile.of(rows, new RowCheck(rules, has, hasTypes)));
  }

  /**
   * Returns all rows, good and bad: {@code user}, {@code item} (of the id types), {@code rating} (1
   * where the log has none), {@code time} (seconds since 1970) and {@code order} (both null where
   * the log has none); and of bad rows {@code source}, {@code row} (as it stands in the file) and
   * {@code reason}, null of good ones.
   */
  public Dataset<Row> rows(IdColumns ids) {
    RowRules rules = settings.rules();
    PresentColumns has = present;
    boolean hasTypes = typed;
    JavaRDD<Row> rows =
        scan.rows(raw -> new CheckedRows(raw, new RowCheck(rules, has, hasTypes), ids));
    return spark.createDataFrame(rows, schema(ids));
  }

  private static StructType schema(IdColumns ids) {
    return new StructType()
        .add("user", ids.users().type().dataType())
        .add("item", ids.items().type().dataType())
        .add("rating", DoubleType)
        .add("time", LongType)
        .add("order", LongType)
        .add("source", StringType)
        .add("row", StringType)
        .add("reason", StringType);
  }

  /** Rows as they are read, checked and typed. */
  private record CheckedRows(Iterator<RawRow> raw, RowCheck check, IdColumns ids)
      implements Iterator<Row> {
    @Override
    public boolean hasNext() {
      return raw.hasNext();
    }

    @Override
    public Row next() {
      RawRow row = raw.next();
      check.read(row);
      String reason = check.reason() == null ? ids.misfit(check) : check.reason();
      return reason == null
          ? RowFactory.create(
              check.user().value(ids.users().type()),
              check.item().value(ids.items().type()),
              check.rating(),
              check.time(),
              check.order(),
              null,
              null,
              null)
          : RowFactory.create(null, null, null, null, null, row.source(), row.text(), reason);
    }
  }
}
