package io.nocturne.spark.log;

import io.nocturne.spark.UnusableDataException;
import java.util.Locale;

/** How the files of a log are written. */
public enum LogFormat {
  /** Columns between delimiters, with or without a header line. */
  CSV,
  /** One JSON object a line. */
  JSON,
  /** Parquet. */
  PARQUET,
  /** MovieLens' own form: {@code user::item::rating::timestamp} without a header. */
  MOVIELENS;

  /** Tells the format from a file's ending, a compression's ending left aside. */
  public static LogFormat ofFile(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|snappy|lz4)$", "");
    String ending = plain.substring(plain.lastIndexOf('.') + 1);
    return switch (ending) {
      case "csv", "tsv", "txt" -> CSV;
      case "json", "jsonl", "ndjson" -> JSON;
      case "parquet" -> PARQUET;
      case "dat" -> MOVIELENS;
      default ->
          throw new UnusableDataException(
              "Cannot tell the format of "
                  + name
                  + " from its ending: set input.format (or titles.format) to csv, json, parquet"
                  + " or movielens");
    };
  }
}
