package io.nocturne.spark.log;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.file.RawRow;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;

/** The rows of a file, or of a part of it, and how many of them are bad. */
public final class FileSurvey implements Serializable {
  private static final long serialVersionUID = 1;

  private long rows;
  private long bad;
  private String reason;
  private String example;

  /**
   * Counts rows, reading all of them.
   *
   * @param check returns why a row is bad, null if it is good
   */
  static FileSurvey of(Iterator<RawRow> rows, Function<RawRow, String> check) {
    FileSurvey survey = new FileSurvey();
    while (rows.hasNext()) {
      RawRow row = rows.next();
      survey.add(check.apply(row), row);
    }
    return survey;
  }

  private void add(String ofRow, RawRow row) {
    rows++;
    if (ofRow != null) {
      bad++;
      example = reason == null ? row.text() : example;
      reason = reason == null ? ofRow : reason;
    }
  }

  FileSurvey add(FileSurvey next) {
    rows += next.rows;
    bad += next.bad;
    example = reason == null ? next.example : example;
    reason = reason == null ? next.reason : reason;
    return this;
  }

  /** The number of rows. */
  public long rows() {
    return rows;
  }

  /** The number of rows that cannot be read or lack an id. */
  public long bad() {
    return bad;
  }

  /**
   * Describes the bad rows; empty if there are none.
   *
   * @param what was read, such as {@code the titles FILE}
   * @param section of the settings that say how it is written
   * @param maxBadShare the largest share of rows that may be bad
   * @throws UnusableDataException if more are
   */
  public Optional<String> check(String what, String section, double maxBadShare) {
    if (bad == 0) {
      return Optional.empty();
    }
    String found =
        "%,d of %,d rows of %s are bad, the first one (%s): %s"
            .formatted(bad, rows, what, reason, example);
    if (bad > maxBadShare * rows) {
      throw new UnusableDataException(
          "Too many bad rows: %s. Fix the file, or set %s.encoding, %s.delimiter or %s.header to what it is written in"
              .formatted(found, section, section, section));
    }
    return Optional.of(found);
  }
}
