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
  /** MovieLens' own form: {@code user::item::rating::timestamp} without a header. */
  MOVIELENS;

  /** The format that a file's ending says, the ending of a compression left aside. */
  static Optional<LogFormat> ofFile(String name) {
    return switch (ending(name.toLowerCase(Locale.ROOT))) {
      case "csv", "tsv", "txt" -> Optional.of(CSV);
      case "json", "jsonl", "ndjson" -> Optional.of(JSON);
      case "parquet" -> Optional.of(PARQUET);
      case "dat" -> Optional.of(MOVIELENS);
      default -> Optional.empty();
    };
  }

  /** What stands after the last dot of a name in lower case, the ending of a compression aside. */
  static String ending(String name) {
    String plain = name.replaceFirst("\\.(gz|bz2|zst|snappy|lz4)$", "");
    return plain.substring(plain.lastIndexOf('.') + 1);
  }

  /** Whether rows are lines of text. */
  public boolean isText() {
    return this != PARQUET;
  }
}
