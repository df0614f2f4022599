package io.nocturne.spark.prepare;

import io.nocturne.spark.log.file.LogFiles;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers of rows, users and items that a preparation has read and written. */
public final class PreparedSizes {
  private final Map<String, Object> figures = new LinkedHashMap<>();

  private final Map<String, String> columns;

  PreparedSizes(
      Quarantine quarantine,
      LogFiles files,
      PreparedTables.Sizes sizes,
      Map<String, String> columns) {
    this.columns = columns;
    figures.put("files", files.files());
    figures.put("bytes", files.bytes());
    figures.put("days_missing", files.missingDays().size());
    figures.put("days_before_the_first", files.daysBefore());
    figures.put("rows", quarantine.rows());
    figures.put("bad_rows", quarantine.bad());
    figures.put("bad_rows_by_reason", quarantine.reasons());
    figures.put("items", sizes.items());
    figures.put("items_with_title", sizes.titled());
    figures.putAll(sizes.tally().byName());
    figures.put("tied_share", sizes.tally().tiedShare());
  }

  /** The figures under the names that the report gives them. */
  public Map<String, Object> figures() {
    return figures;
  }

  /** The names of the log's columns, by what they are read for; empty where there is none. */
  public Map<String, String> columns() {
    return columns;
  }
}
