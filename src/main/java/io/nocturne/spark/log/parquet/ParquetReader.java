package io.nocturne.spark.log.parquet;

import static org.apache.spark.sql.functions.unix_micros;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.file.ColumnFinder;
import io.nocturne.spark.log.file.DataFile;
import io.nocturne.spark.log.file.FileLayout;
import io.nocturne.spark.log.file.InParallel;
import io.nocturne.spark.log.file.LogReader;
import io.nocturne.spark.log.file.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads parquet: each file by a schema of its needed columns. Files with the same schema are read
 * together.
 */
public final class ParquetReader implements LogReader {
  /** For names with colons, see {@link DataFile#hasColon}. */
  private static final Map<String, String> NO_CHECKSUMS =
      Map.of(
          "fs.file.impl", RawLocalFileSystem.class.getName(), "fs.file.impl.disable.cache", "true");

  private final SparkSession spark;
  private final List<Role> roles;
  private final List<FileLayout> layouts = new ArrayList<>();
  private final List<List<ParquetColumn>> needed = new ArrayList<>();

  /** Reads the footers of the files. */
  public ParquetReader(
      SparkSession spark, ColumnFinder finder, List<Role> roles, List<DataFile> files) {
    this.spark = session(spark);
    this.roles = roles;
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    for (ParquetFooter footer :
        InParallel.map(files, file -> ParquetFooter.read(file, hadoop(file, hadoop)))) {
      int[] places = finder.places(footer.names(), footer.file().source());
      layouts.add(new FileLayout(footer.file(), footer.names(), places, ""));
      needed.add(needed(footer, places));
    }
  }

  private static Configuration hadoop(DataFile file, Configuration hadoop) {
    if (!file.hasColon()) {
      return hadoop;
    }
    Configuration own = new Configuration(hadoop);
    NO_CHECKSUMS.forEach(own::set);
    return own;
  }

  /**
   * Returns a separate session, as the settings of reading must not affect later reads of the job.
   */
  private static SparkSession session(SparkSession spark) {
    SparkSession session = spark.newSession();
    session
        .conf()
        .set("spark.sql.session.timeZone", spark.conf().get("spark.sql.session.timeZone"));
    session.conf().set("spark.sql.legacy.parquet.nanosAsLong", "true");
    session.conf().set("spark.sql.caseSensitive", "true");
    session.conf().set("spark.sql.files.ignoreCorruptFiles", "false");
    session.conf().set("spark.sql.files.ignoreMissingFiles", "false");
    return session;
  }

  private List<ParquetColumn> needed(ParquetFooter footer, int[] places) {
    List<ParquetColumn> columns = new ArrayList<>();
    for (int role = 0; role < places.length; role++) {
      ParquetColumn column = places[role] < 0 ? null : footer.columns().get(places[role]);
      if (column != null && !column.fits(roles.get(role).name())) {
        throw wrongType(footer.file(), roles.get(role), column);
      }
      columns.add(column);
    }
    return columns;
  }

  private static UnusableDataException wrongType(DataFile file, Role role, ParquetColumn column) {
    String expected =
        switch (role.name()) {
          case "user", "item" -> "a string or an integer";
          case "rating" -> "a number";
          case "time" -> "a number, a text or a timestamp";
          case "order" -> "an integer";
          default -> "a string";
        };
    return new UnusableDataException(
        "Wrong column type: the %s of %s is %s (expected %s). Choose the column with %s, or write it as %s"
            .formatted(
                role.name(), file.source(), column.described(), expected, role.key(), expected));
  }

  @Override
  public List<FileLayout> layouts() {
    return layouts;
  }

  @Override
  public <T> JavaRDD<T> rows(RowsFunction<T> each) {
    List<JavaRDD<T>> parts = new ArrayList<>();
    for (List<Integer> alike : alike()) {
      List<ParquetColumn> columns = needed.get(alike.get(0));
      ParquetRows.Columns kinds = new ParquetRows.Columns(columns, zone());
      Map<String, String> sources = new HashMap<>();
      alike.forEach(
          k -> {
            DataFile file = layouts.get(k).file();
            sources.put(file.path().toString(), file.source());
          });
      parts.add(
          dataset(alike, columns)
              .javaRDD()
              .mapPartitions(rows -> each.apply(new ParquetRows(rows, kinds, sources))));
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return parts.size() == 1
        ? parts.get(0)
        : parts.stream().reduce(JavaRDD::union).orElseGet(context::emptyRDD);
  }

  private String zone() {
    return spark.conf().get("spark.sql.session.timeZone");
  }

  /** Groups the places of files that are read by one schema. */
  private Iterable<List<Integer>> alike() {
    Map<List<ParquetColumn>, List<Integer>> groups = new LinkedHashMap<>();
    for (int k = 0; k < needed.size(); k++) {
      groups.computeIfAbsent(needed.get(k), columns -> new ArrayList<>()).add(k);
    }
    return groups.values();
  }

  /** Reads the needed columns, one per role, null if the files have none. */
  private Dataset<Row> dataset(List<Integer> files, List<ParquetColumn> columns) {
    StructType schema = new StructType();
    for (ParquetColumn column : columns) {
      boolean isNew = column != null && !Arrays.asList(schema.fieldNames()).contains(column.name());
      schema = isNew ? schema.add(column.name(), column.type(), true) : schema;
    }
    String[] paths = files.stream().map(k -> literal(layouts.get(k).file())).toArray(String[]::new);
    boolean colons = files.stream().anyMatch(k -> layouts.get(k).file().hasColon());
    Dataset<Row> rows =
        spark.read().schema(schema).options(colons ? NO_CHECKSUMS : Map.of()).parquet(paths);
    return rows.select(columns.stream().map(column -> value(rows, column)).toArray(Column[]::new));
  }

  /** Escapes the path of a file, as Spark takes braces and stars for a pattern. */
  private static String literal(DataFile file) {
    return file.path().toString().replaceAll("([\\\\{}\\[\\]*?])", "\\\\$1");
  }

  private static Column value(Dataset<Row> rows, ParquetColumn column) {
    if (column == null) {
      return org.apache.spark.sql.functions.lit(null).cast(DataTypes.StringType);
    }
    Column value = rows.col("`" + column.name().replace("`", "``") + "`");
    DataType type = column.type();
    return column.kind() == ParquetColumn.Kind.TIMESTAMP && type != null
        ? unix_micros(value.cast(DataTypes.TimestampType))
        : value;
  }
}
