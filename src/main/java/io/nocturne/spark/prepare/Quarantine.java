package io.nocturne.spark.prepare;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.id.IdType;
import io.nocturne.spark.store.OrderedRows;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** Writes bad rows to the quarantine, and fails the job if there are too many. */
final class Quarantine {
  static final String TABLE = "quarantine";

  /** About those of a file: each file of the table sorts all partitions that it has rows of. */
  private static final int ROWS_PER_PARTITION = 250_000;

  private final Logs logs;
  private final Map<String, Long> reasons;
  private final long rows;
  private final long bad;

  /** The bad rows of the logs. */
  Quarantine(Logs logs) {
    this.logs = logs;
    this.reasons = logs.survey().reasons();
    this.rows = logs.survey().rows();
    this.bad = logs.survey().bad();
  }

  /** The number of rows read. */
  long rows() {
    return rows;
  }

  /** The number of bad rows. */
  long bad() {
    return bad;
  }

  /** The number of bad rows by reason, the most frequent first. */
  Map<String, Long> reasons() {
    return reasons;
  }

  /** Writes the bad rows, sorted by source, row and reason. */
  void write(JavaSparkContext spark, TableStore tables, String madeFrom) {
    tables.write(TABLE, sorted(spark), Schemas.quarantine(), madeFrom);
  }

  private OrderedRows sorted(JavaSparkContext spark) {
    if (bad == 0) {
      return OrderedRows.local(spark, List.of()); // the log need not be read for it
    }
    return sorted(logs.rows().bad(), bad, ROWS_PER_PARTITION);
  }

  /** Sorts rows, in partitions of about {@code most} rows. */
  static OrderedRows sorted(JavaRDD<String[]> rows, long count, int most) {
    int partitions = Math.toIntExact((count + most - 1) / most);
    JavaRDD<Object[]> sorted =
        rows.mapToPair(row -> new Tuple2<>(new Key(row), row))
            .sortByKey(true, partitions)
            .map(pair -> pair._2().clone());
    return partitions == 1 ? new OrderedRows(sorted, List.of(count)) : OrderedRows.counted(sorted);
  }

  /** The order of bad rows: by their columns, each by its UTF-8 bytes. */
  private static final class Key implements Comparable<Key>, Serializable {
    private static final long serialVersionUID = 1;
    private static final Comparator<Object> ORDER = Comparator.nullsFirst(IdType.STRING.order());

    private final String[] columns;

    Key(String[] columns) {
      this.columns = columns;
    }

    @Override
    public int compareTo(Key other) {
      int order = 0;
      for (int column = 0; column < columns.length && order == 0; column++) {
        order = ORDER.compare(columns[column], other.columns[column]);
      }
      return order;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && compareTo(key) == 0;
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(columns);
    }
  }

  /** Throws if the log has no rows, no good rows, or too large a share of bad ones. */
  void check(double maxBadShare, String path, TableStore tables) {
    if (rows == 0) {
      throw new UnusableDataException(
          "Input is empty: " + path + " has no rows (at most a header line). Check what wrote it");
    }
    if (bad == rows || bad > maxBadShare * rows) {
      throw new UnusableDataException(
          "Too many bad rows in %s: %,d of %,d (%.1f %%; expected at most %.1f %%): %s. They are in %s/quarantine; fix the log or raise prepare.max-bad-share%s"
              .formatted(
                  path,
                  bad,
                  rows,
                  100.0 * bad / rows,
                  100 * maxBadShare,
                  top(),
                  tables.folder(),
                  remedies()));
    }
  }

  /** Returns further remedies, by the reasons of bad rows. */
  private String remedies() {
    StringBuilder text = new StringBuilder();
    for (String reason : reasons.keySet()) {
      if (reason.startsWith("malformed row: not ")) {
        text.append(
            ". For text in another encoding, such as ISO-8859-1 or windows-1252, set input.encoding");
      }
      if (reason.endsWith(": a decimal number")) {
        text.append(
            ". A number with a fraction is not an id: name another column with input.columns, or write ids as text");
      }
      if (reason.startsWith("rating: not positive")) {
        text.append(
            ". If ratings of zero or less are meant, set prepare.min-rating to the lowest that counts or, for"
                + " a recipe that predicts ratings (with prepare.weights = rating), evaluate.rating-scale to"
                + " the lowest and the highest");
      }
      if (reason.endsWith(": missing")) {
        logs.filesWithout(reason.substring(0, reason.indexOf(':')))
            .forEach(files -> text.append(". ").append(files));
      }
    }
    return text.toString();
  }

  private String top() {
    return reasons.entrySet().stream()
        .limit(5)
        .map(e -> "%,d x %s".formatted(e.getValue(), e.getKey()))
        .collect(Collectors.joining("; "));
  }
}
