package io.nocturne.jobs;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.FileSurvey;
import io.nocturne.spark.log.IdTable;
import io.nocturne.spark.log.IdTable.Ids;
import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.serve.KnownIds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** A table of ids that restricts the lists: its rows, and what is said about it. */
final class RestrictionTable implements AutoCloseable {
  private final RunContext run;
  private final LogSource source;
  private final Dataset<Row> rows;
  private final Map<String, Long> figures = new LinkedHashMap<>();

  /**
   * Reads the table, but for bad rows.
   *
   * @throws UnusableDataException if there are too many of those
   */
  RestrictionTable(RunContext run, LogSource source, Ids... columns) {
    this.run = run;
    this.source = source;
    LogFiles files = LogFiles.findAny(source, run.spark().sparkContext().hadoopConfiguration());
    requireBytes(files);
    IdTable table = new IdTable(run.spark(), source, List.of(columns), files);
    table.notices().forEach(run::progress);
    check(table.survey());
    // kept, as the counts and the tables of the run must be of the same rows
    this.rows = table.rows().persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** A table that could not be delivered must not pass for one that restricts nothing. */
  private void requireBytes(LogFiles files) {
    if (files.bytes() == 0) {
      throw new UnusableDataException(
          "Empty table of %s: %s has 0 bytes (expected a header, and rows if there are any). Check what wrote it, or leave %s empty"
              .formatted(source.key(), source.path(), source.key()));
    }
  }

  private void check(FileSurvey survey) {
    double maxBadShare = run.settings().configuration().number("prepare.max-bad-share");
    survey
        .check("the table " + source.path(), source.section(), maxBadShare)
        .ifPresent(found -> run.progress(found + ". They are passed over"));
    count("rows", survey.rows());
    count("bad_rows", survey.bad());
  }

  /** Frees the rows. */
  @Override
  public void close() {
    rows.unpersist();
  }

  /** The good rows, distinct; they are read from the files once. */
  Dataset<Row> rows() {
    return rows;
  }

  /** The counts of the report. */
  Map<String, Long> figures() {
    return figures;
  }

  void count(String name, long value) {
    figures.put(name, value);
  }

  /**
   * Reports what the run knows of the table.
   *
   * @param what is known, such as {@code 8 of 12 items}
   */
  void tell(KnownIds found, String what) {
    count("known", found.known());
    count("unknown", found.unknown());
    run.progress(
        source.key()
            + ": "
            + what
            + (found.unknown() == 0
                ? ""
                : "; %,d unknown, such as %s".formatted(found.unknown(), found.example())));
  }

  /**
   * Refuses a table of which the run knows nothing.
   *
   * @param ofRun what the run has
   */
  void requireKnown(KnownIds found, Supplier<String> ofRun) {
    if (found.known() > 0) {
      return;
    }
    String has =
        found.unknown() == 0
            ? "nothing"
            : "%,d such as %s".formatted(found.unknown(), found.example());
    throw new UnusableDataException(
        "Nothing in %s is known: %s has %s, this run has %s. Give a table of this run's ids, name its columns with %s.user and %s.item, or leave %s empty"
            .formatted(
                source.key(),
                source.path(),
                has,
                ofRun.get(),
                source.section(),
                source.section(),
                source.key()));
  }
}
