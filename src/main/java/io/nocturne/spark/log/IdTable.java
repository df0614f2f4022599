package io.nocturne.spark.log;

import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.log.file.RawRow;
import io.nocturne.spark.log.file.Role;
import io.nocturne.spark.log.id.Id;
import io.nocturne.spark.log.id.IdColumn;
import io.nocturne.spark.log.id.IdType;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Files of ids, read like those of a log: of users, of items, or of pairs of both. */
public final class IdTable {
  private final SparkSession spark;
  private final LogScan scan;
  private final List<Ids> columns;

  /**
   * A column of ids.
   *
   * @param role {@code user} or {@code item}, and the column to read
   * @param type the type of these ids in the tables of the run
   */
  public record Ids(Role role, IdType type) implements Serializable {
    /** The name of the column in {@link #rows}. */
    String column() {
      return role.name() + "_id";
    }

    private Id reader(boolean typed) {
      return new Id(role.name(), typed);
    }

    /** Returns why the id that was read last is not one of these, null if it is. */
    private String reason(Id id) {
      return id.reason() == null
          ? Id.misfit(role.name(), id.kind(), new IdColumn(type, true))
          : id.reason();
    }
  }

  /** Finds the columns of the files. */
  public IdTable(SparkSession spark, LogSource source, List<Ids> columns, LogFiles files) {
    this.spark = spark;
    this.columns = List.copyOf(columns);
    List<Role> roles = columns.stream().map(Ids::role).toList();
    List<String> names = roles.stream().map(role -> role.names().get(0)).toList();
    this.scan = new LogScan(spark, source, roles, names, files);
  }

  /** Notices for the user about how the files are read. */
  public List<String> notices() {
    return scan.notices();
  }

  /** Counts the rows, reading all of them. A row with an id of another type is bad. */
  public FileSurvey survey() {
    List<Ids> ids = columns;
    boolean typed = scan.hasTypes();
    return scan
        .rows(
            rows -> {
              RowIds row = new RowIds(ids, typed);
              return List.of(FileSurvey.of(rows, row::read)).iterator();
            })
        .collect()
        .stream()
        .reduce(new FileSurvey(), FileSurvey::add);
  }

  /** Returns the good rows with the columns {@code user_id}, {@code item_id} or both, distinct. */
  public Dataset<Row> rows() {
    List<Ids> ids = columns;
    boolean typed = scan.hasTypes();
    StructType schema = new StructType();
    for (Ids column : ids) {
      schema = schema.add(column.column(), column.type().dataType());
    }
    return spark.createDataFrame(scan.rows(rows -> good(rows, ids, typed)), schema).distinct();
  }

  private static Iterator<Row> good(Iterator<RawRow> rows, List<Ids> columns, boolean typed) {
    RowIds row = new RowIds(columns, typed);
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, 0), false)
        .filter(raw -> row.read(raw) == null)
        .map(raw -> row.values())
        .iterator();
  }

  /** The ids of the row that was read last. */
  private static final class RowIds {
    private final List<Ids> columns;
    private final List<Id> ids;

    RowIds(List<Ids> columns, boolean typed) {
      this.columns = columns;
      this.ids = columns.stream().map(column -> column.reader(typed)).toList();
    }

    /** Returns why the row is bad, null if it is good. */
    String read(RawRow row) {
      String reason = row.malformed();
      for (int k = 0; k < ids.size() && reason == null; k++) {
        ids.get(k).read(row.value(k));
        reason = columns.get(k).reason(ids.get(k));
      }
      return reason;
    }

    Row values() {
      Object[] values = new Object[ids.size()];
      for (int k = 0; k < values.length; k++) {
        values[k] = ids.get(k).value(columns.get(k).type());
      }
      return RowFactory.create(values);
    }
  }
}
