package io.nocturne.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Sets the bad rows aside, and stops the job when they are too many. */
final class Quarantine {
  static final String TABLE = "quarantine";

  /** How the reason of a rating begins that is bad for its sign only. */
  private static final String NOT_POSITIVE = "rating: not positive";

  private final Map<String, Long> reasons = new LinkedHashMap<>();
  private final long rows;
  private final long bad;

  /** Counts the rows by reason. */
  Quarantine(Logs logs) {
    List<Row> counts =
        logs.all()
            .groupBy("reason")
            .agg(count(lit(1)).as("n"))
            .orderBy(col("n").desc(), col("reason"))
            .collectAsList();
    long all = 0;
    for (Row row : counts) {
      all += row.getLong(1);
      if (!row.isNullAt(0)) {
        reasons.put(row.getString(0), row.getLong(1));
      }
    }
    rows = all;
    bad = reasons.values().stream().mapToLong(n -> n).sum();
  }

  /** How many rows were read. */
  long rows() {
    return rows;
  }

  /** How many of them are bad. */
  long bad() {
    return bad;
  }

  /** How many are bad for each reason, the most frequent first. */
  Map<String, Long> reasons() {
    return reasons;
  }

  /** Writes the bad rows, sorted by source, row and reason. */
  void write(TableStore tables, Logs logs, String madeFrom) {
    Dataset<Row> sorted = logs.bad().orderBy("source", "row", "reason");
    SparkSession spark = sorted.sparkSession();
    JavaRDD<Row> numbered =
        sorted
            .javaRDD()
            .zipWithIndex()
            .map(
                pair ->
                    RowFactory.create(
                        pair._1().get(0),
                        pair._1().get(1),
                        pair._1().get(2),
                        Math.toIntExact(pair._2())));
    tables.write(
        TABLE,
        spark.createDataFrame(numbered, Schemas.quarantine().add("_key", "int", false)),
        Schemas.quarantine(),
        "_key",
        bad,
        madeFrom);
  }

  /** Refuses a log without rows, without good rows, or with too large a share of bad ones. */
  void check(double maxBadShare, String path, TableStore tables) {
    if (rows == 0) {
      throw new UnusableDataException(
          "Input is empty: "
              + path
              + " has no rows (a header line at the most). Check what wrote it");
    }
    if (bad == rows || bad > maxBadShare * rows) {
      throw new UnusableDataException(
          "Too many bad rows in %s: %,d of %,d (%.1f %%; expected at most %.1f %%): %s. They are in %s/quarantine; %s"
              .formatted(
                  path,
                  bad,
                  rows,
                  100.0 * bad / rows,
                  100 * maxBadShare,
                  top(),
                  tables.folder(),
                  remedy(maxBadShare)));
    }
  }

  /** Of ratings that are meant to be zero or less, another one than of a log that is broken. */
  private String remedy(double maxBadShare) {
    long notPositive =
        reasons.entrySet().stream()
            .filter(reason -> reason.getKey().startsWith(NOT_POSITIVE))
            .mapToLong(Map.Entry::getValue)
            .sum();
    boolean isCause = notPositive > 0 && (bad == rows || bad - notPositive <= maxBadShare * rows);
    return isCause
        ? "if ratings of zero or less are meant, set prepare.min-rating to the lowest that counts or, for"
            + " a recipe that predicts ratings (with prepare.weights = rating), evaluate.rating-scale to"
            + " the lowest and the highest; else mend the log or raise prepare.max-bad-share"
        : "mend the log or raise prepare.max-bad-share";
  }

  private String top() {
    return reasons.entrySet().stream()
        .limit(5)
        .map(e -> "%,d x %s".formatted(e.getValue(), e.getKey()))
        .collect(Collectors.joining("; "));
  }
}
