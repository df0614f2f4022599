package io.nocturne.spark.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Tables of a few rows under the names of published ones, told apart by a version. */
final class SmallTables {
  static final LocalDate DATE = LocalDate.parse("2026-11-20");
  static final long MILLIS = Instant.parse("2026-11-21T03:00:00Z").toEpochMilli();
  static final List<String> NAMES = List.of("items", "recommendations");

  private static final StructType ITEMS = Schemas.items(DataTypes.LongType);

  private SmallTables() {}

  static SparkSession spark() {
    return SparkSession.builder().getOrCreate();
  }

  static org.apache.hadoop.fs.Path path(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  static RunRoot root(Path folder) {
    return new RunRoot(folder.toString(), spark().sparkContext().hadoopConfiguration());
  }

  /** Rows with item_index as a dense key. */
  static List<Row> items(int count, int version) {
    List<Row> rows = new ArrayList<>();
    for (int item = 0; item < count; item++) {
      rows.add(RowFactory.create(1000L + item, item, "title " + item, (long) version));
    }
    return rows;
  }

  static TableInfo write(TableStore tables, String name, List<Row> items) {
    return tables.write(name, items, ITEMS, "here");
  }

  /**
   * The run of a date in the making: its tables hold the version, and so does its model. Publishing
   * looks at bytes and not at rows, so the files need not be Parquet, and nothing waits for Spark.
   */
  static TableStore make(RunRoot root, LocalDate date, int version) throws IOException {
    TableStore tables = new TableStore(spark(), root.work(date));
    String hash = ContentHash.ofText(ContentHash.ofText(text(version)));
    TableInfo info = new TableInfo(10, 1, text(version).length(), hash, "here", ITEMS);
    for (String name : NAMES) {
      root.files().write(file(tables, name + "/part-00000.parquet"), text(version));
      root.files().write(file(tables, name + "/_table.json"), Json.pretty(info.toJson()));
    }
    root.files().write(file(tables, "model/model.json"), text(version));
    return tables;
  }

  private static String text(int version) {
    return "version " + version + " of the file";
  }

  private static org.apache.hadoop.fs.Path file(TableStore tables, String name) {
    return new org.apache.hadoop.fs.Path(tables.folder(), name);
  }
}
