package io.nocturne.spark.log;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.nocturne.model.NearestName;
import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads a log into the columns {@code user}, {@code item}, {@code rating}, {@code time} and {@code
 * order}, of whatever types the files have (null where the log has none), with {@code source} (the
 * file, from the log's folder on) and {@code row} (the row as it was) for the quarantine, and
 * {@code malformed} (whether the row could not be cut into its columns).
 */
final class LogReader {
  static final String MALFORMED = "_malformed";
  private static final Map<String, List<String>> USUAL_NAMES =
      Map.of(
          "rating",
          List.of("rating"),
          "time",
          List.of("timestamp", "time"),
          "order",
          List.of("order"));

  private final SparkSession spark;
  private final LogSettings settings;

  LogReader(SparkSession spark, LogSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * @param rows see above
   * @param columns which optional columns there are
   * @param textOnly whether the files know no types, as csv does not
   */
  record Raw(Dataset<Row> rows, LoggedColumns columns, boolean textOnly) {}

  Raw read(LogFiles files) {
    LogFormat format =
        settings.source().format().orElseGet(() -> LogFormat.ofFile(files.firstFile()));
    Dataset<Row> rows = readFiles(format, files);
    LogColumns names = settings.columns();
    Column user = required(rows, names.user(), "input.columns.user", format);
    Column item = required(rows, names.item(), "input.columns.item", format);
    Optional<String> time = optional(rows, names.time(), "time", format);
    Optional<String> order =
        time.isPresent() && names.order().equals(LogColumns.AUTO)
            ? Optional.empty()
            : optional(rows, names.order(), "order", format);
    Optional<String> rating = optional(rows, names.rating(), "rating", format);
    Column malformed =
        Arrays.asList(rows.columns()).contains(MALFORMED)
            ? col(MALFORMED)
            : lit(null).cast("string");
    Dataset<Row> named =
        rows.select(
            user.as("user"),
            item.as("item"),
            orNull(rating).as("rating"),
            orNull(time).as("time"),
            orNull(order).as("order"),
            source().as("source"),
            coalesce(malformed, rowAsJson(rows)).as("row"),
            malformed.isNotNull().as("malformed"));
    return new Raw(
        named,
        new LoggedColumns(rating.isPresent(), time.isPresent(), order.isPresent()),
        format == LogFormat.CSV || format == LogFormat.MOVIELENS);
  }

  private Dataset<Row> readFiles(LogFormat format, LogFiles files) {
    String[] paths = files.paths().toArray(new String[0]);
    DataFrameReader reader = spark.read().option("recursiveFileLookup", "true");
    return switch (format) {
      case PARQUET -> reader.parquet(paths);
      case JSON -> reader.option("columnNameOfCorruptRecord", MALFORMED).json(paths);
      case CSV -> csv(reader, settings.source().delimiter(), settings.source().header(), paths);
      case MOVIELENS -> movieLens(reader, paths);
    };
  }

  private Dataset<Row> movieLens(DataFrameReader reader, String[] paths) {
    Dataset<Row> rows = csv(reader, "::", false, paths);
    if (rows.columns().length != 5) {
      throw new UnusableDataException(
          "Cannot read %s as movielens: its first row has %d column(s), not user::item::rating::timestamp"
              .formatted(settings.path(), rows.columns().length - 1));
    }
    return rows.toDF("user", "item", "rating", "timestamp", MALFORMED);
  }

  /**
   * All columns as text. The column names come from the first file; a file whose header has other
   * names, or the same in another order, is refused by Spark rather than read wrongly.
   */
  private static Dataset<Row> csv(
      DataFrameReader reader, String delimiter, boolean header, String[] paths) {
    DataFrameReader csv =
        reader
            .option("sep", delimiter)
            .option("header", header)
            .option("escape", "\"")
            .option("enforceSchema", "false")
            .option("maxCharsPerColumn", "-1")
            .option("columnNameOfCorruptRecord", MALFORMED);
    StructType columns = csv.csv(paths).schema();
    StructType withMalformed = columns.add(MALFORMED, DataTypes.StringType);
    return csv.schema(withMalformed).csv(paths);
  }

  /**
   * The file of a row, named from the folder of the log on: the same log gives the same quarantine
   * wherever it lies.
   */
  private Column source() {
    String path = settings.path();
    int wild = path.replaceAll("[*?\\[{].*", "").length();
    Path fixed = new Path(wild < path.length() ? path.substring(0, wild) + "_" : path);
    Path folder = fixed.getParent();
    if (folder == null) {
      return functions.input_file_name();
    }
    String qualified = qualify(folder).toUri().getRawPath();
    Column encoded = functions.substring_index(functions.input_file_name(), qualified + "/", -1);
    return functions.url_decode(functions.replace(encoded, lit("+"), lit("%2B")));
  }

  private Path qualify(Path path) {
    try {
      return path.getFileSystem(spark.sparkContext().hadoopConfiguration()).makeQualified(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot reach " + path, e);
    }
  }

  private Column required(Dataset<Row> rows, String name, String key, LogFormat format) {
    List<String> columns = columns(rows);
    if (!columns.contains(name)) {
      throw new UnusableDataException(
          "Column not found: %s in %s, which has %s%s. Set %s%s"
              .formatted(
                  name,
                  settings.path(),
                  columns,
                  columns.isEmpty() ? "" : "; did you mean " + NearestName.of(name, columns) + "?",
                  key,
                  format == LogFormat.CSV ? ", or check input.delimiter and input.header" : ""));
    }
    return col("`" + name + "`");
  }

  private Optional<String> optional(Dataset<Row> rows, String name, String role, LogFormat format) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (name.equals(LogColumns.AUTO)) {
      return USUAL_NAMES.get(role).stream().filter(columns(rows)::contains).findFirst();
    }
    required(rows, name, "input.columns." + role, format);
    return Optional.of(name);
  }

  private static List<String> columns(Dataset<Row> rows) {
    return Arrays.stream(rows.columns()).filter(c -> !c.equals(MALFORMED)).toList();
  }

  private static Column orNull(Optional<String> name) {
    return name.map(n -> col("`" + n + "`")).orElse(lit(null).cast("string"));
  }

  private static Column rowAsJson(Dataset<Row> rows) {
    Column[] all = columns(rows).stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    return to_json(struct(all));
  }
}
