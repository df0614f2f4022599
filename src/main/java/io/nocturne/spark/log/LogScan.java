package io.nocturne.spark.log;

import io.nocturne.spark.log.file.ColumnFinder;
import io.nocturne.spark.log.file.FileLayout;
import io.nocturne.spark.log.file.FormatChoice;
import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.file.LogFormat;
import io.nocturne.spark.log.file.LogReader;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.log.file.Role;
import io.nocturne.spark.log.parquet.ParquetReader;
import io.nocturne.spark.log.text.TextReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/** The files of a log with the columns that are read of each, and their rows. */
final class LogScan {
  private final LogReader reader;
  private final boolean typed;
  private final List<String> notices = new ArrayList<>();

  /**
   * Finds the columns of the files.
   *
   * @param roles the roles of the columns to read
   * @param movieLens the columns of MovieLens' form, which has no header
   */
  LogScan(
      SparkSession spark,
      LogSource source,
      List<Role> roles,
      List<String> movieLens,
      LogFiles files) {
    FormatChoice choice = FormatChoice.of(source, files.all());
    choice.skipped().ifPresent(notices::add);
    this.typed = choice.format() == LogFormat.PARQUET || choice.format() == LogFormat.JSON;
    ColumnFinder finder = new ColumnFinder(roles, source);
    this.reader =
        choice.format().isText()
            ? new TextReader(
                spark, source, finder, roles, choice.format(), movieLens, choice.files())
            : new ParquetReader(spark, finder, roles, choice.files());
    finder.check(reader.layouts(), choice.format());
    notices.addAll(reader.notices());
  }

  /** Notices for the user about how the files are read. */
  List<String> notices() {
    return notices;
  }

  /** Whether any file has a column for the role. */
  boolean has(int role) {
    return reader.layouts().stream().anyMatch(layout -> layout.has(role));
  }

  /** Returns the names that the files have for the role, in the order of the files. */
  Set<String> names(int role) {
    Set<String> names = new LinkedHashSet<>();
    for (FileLayout layout : reader.layouts()) {
      if (layout.has(role)) {
        names.add(layout.name(role));
      }
    }
    return names;
  }

  /**
   * Returns which file has no column for the role though another has; empty if all or none have.
   */
  Optional<String> missing(int role) {
    Optional<FileLayout> with = first(role, true);
    Optional<FileLayout> without = first(role, false);
    return with.isEmpty() || without.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s has no column %s, and %s has"
                .formatted(
                    without.get().file().source(),
                    with.get().name(role),
                    with.get().file().source()));
  }

  private Optional<FileLayout> first(int role, boolean has) {
    return reader.layouts().stream().filter(layout -> layout.has(role) == has).findFirst();
  }

  /** Whether the files distinguish text from numbers. */
  boolean hasTypes() {
    return typed;
  }

  /** Applies a function to the rows of each part of the files. */
  <T> JavaRDD<T> rows(LogReader.RowsFunction<T> each) {
    return reader.rows(each);
  }
}
