package io.nocturne.spark.log.file;

import java.util.Locale;
import java.util.Optional;

/** How the files of a log are written. */
public enum LogFormat {
  /** By the endings of the files' names. */
  AUTO,
  /** Columns between delimiters, with or without a header line. */
  CSV,
  /** One JSON object a line. */
  JSON,
  /** Parquet. */
  PARQUET,
  /** The form of MovieLens: {@code user::item::rating::timestamp} without a header. */
  MOVIELENS;

  /** Returns the format by a file's ending, ignoring the ending of a compression. */
  static Optional<LogFormat> ofFile(String name) {
    return switch (ending(name.toLowerCase(Locale.ROOT))) {
      case "csv", "tsv", "txt" -> Optional.of(CSV);
      case "json", "jsonl", "ndjson" -> Optional.of(JSON);
      case "parquet" -> Optional.of(PARQUET);
      case "dat" -> Optional.of(MOVIELENS);
      default -> Optional.empty();
    };
  }

  /**
   * Returns the lower-case text after the last dot of a name, ignoring the ending of a compression.
   */
  static String ending(String name) {
    String plain = name.replaceFirst("\\.(gz|bz2|zst|snappy|lz4)$", "");
    return plain.substring(plain.lastIndexOf('.') + 1);
  }

  /** Whether rows are lines of text. */
  public boolean isText() {
    return this != PARQUET;
  }
}
