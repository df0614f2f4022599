package io.nocturne.spark.log.parquet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.spark.log.file.DataFile;
import io.nocturne.spark.log.file.Encodings;
import io.nocturne.spark.log.file.RawRow;
import io.nocturne.spark.log.file.RawRow.Seconds;
import java.io.Serializable;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.Row;

/** Converts rows that Spark has read from parquet files. */
final class ParquetRows implements Iterator<RawRow> {
  private static final long MICROS = 1_000_000;
  private static final long NANOS = 1_000_000_000;

  private final Iterator<Row> rows;
  private final Columns columns;
  private final RawRow raw;
  private final Map<String, String> sources;

  /**
   * @param rows with a column for each role
   * @param sources the files by their paths, see {@link DataFile#source}
   */
  ParquetRows(Iterator<Row> rows, Columns columns, Map<String, String> sources) {
    this.rows = rows;
    this.columns = columns;
    this.sources = sources;
    this.raw = new RawRow(columns.names.length);
  }

  /** The names and types of the columns by role. */
  static final class Columns implements Serializable {
    private static final long serialVersionUID = 1;

    private final String[] names;
    private final ParquetColumn.Kind[] kinds;
    private final String zone;

    /**
     * @param columns one per role, null for none
     * @param zone of times without a zone
     */
    Columns(List<ParquetColumn> columns, String zone) {
      this.names = columns.stream().map(c -> c == null ? null : c.name()).toArray(String[]::new);
      this.kinds =
          columns.stream()
              .map(c -> c == null ? ParquetColumn.Kind.OTHER : c.kind())
              .toArray(ParquetColumn.Kind[]::new);
      this.zone = zone;
    }
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public RawRow next() {
    Row row = rows.next();
    raw.begin(this::source, this::json);
    for (int role = 0; role < columns.names.length; role++) {
      raw.set(role, row.isNullAt(role) ? null : value(row.get(role), columns.kinds[role]));
    }
    return raw;
  }

  private Object value(Object value, ParquetColumn.Kind kind) {
    return switch (kind) {
      case TIMESTAMP -> new Seconds(Math.floorDiv((long) value, MICROS));
      case NANOS -> new Seconds(Math.floorDiv((long) value, NANOS));
      case LOCAL_NANOS -> new Seconds(local(Math.floorDiv((long) value, NANOS)));
      case NUMBER -> value instanceof BigDecimal ? value : (Object) ((Number) value).doubleValue();
      case INTEGER -> value instanceof BigDecimal ? value : (Object) ((Number) value).longValue();
      case TEXT, OTHER -> value;
    };
  }

  /** Converts seconds of a clock in the zone to seconds since 1970. */
  private long local(long seconds) {
    return LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC)
        .atZone(ZoneId.of(columns.zone))
        .toEpochSecond();
  }

  /** The file that Spark is reading. */
  private String source() {
    String path =
        new Path(URI.create(InputFileBlockHolder.getInputFilePath().toString())).toString();
    return sources.getOrDefault(path, path);
  }

  /** Formats the columns that were read, as a row of parquet has no text. */
  private String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (int role = 0; role < columns.names.length; role++) {
      Object value = raw.value(role);
      if (value instanceof Seconds seconds) {
        json.put(columns.names[role], java.time.Instant.ofEpochSecond(seconds.value()).toString());
      } else if (value instanceof byte[] bytes) {
        json.put(columns.names[role], new Encodings("UTF-8").escaped(bytes, bytes.length));
      } else if (value instanceof Long number) {
        json.put(columns.names[role], number);
      } else if (value instanceof Double number) {
        json.put(columns.names[role], number);
      } else if (value instanceof BigDecimal number) {
        json.put(columns.names[role], number);
      }
    }
    return json.toString();
  }
}
