package io.nocturne.spark.log.file;

import io.nocturne.spark.UnusableDataException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The format in which files are read, and the files that are not data.
 *
 * @param skipped the message about files that are not data
 */
public record FormatChoice(LogFormat format, List<DataFile> files, Optional<String> skipped) {
  /** Endings of notes that other programs write next to parquet files; they are never a log. */
  private static final Set<String> NOTES =
      Set.of("md", "yaml", "yml", "xml", "html", "log", "sql", "pdf");

  /**
   * Endings of descriptions next to parquet files; if there are more of them than parquet files,
   * they are the log.
   */
  private static final Set<String> DESCRIPTIONS = Set.of("json", "txt");

  /** The format that the settings name, or that the files' endings say. */
  public static FormatChoice of(LogSource source, List<DataFile> files) {
    LogFormat named = source.form().format();
    if (named == LogFormat.AUTO) {
      return byEndings(source, files);
    }
    return named == LogFormat.PARQUET
        ? parquet(files)
        : new FormatChoice(named, files, Optional.empty());
  }

  private static FormatChoice byEndings(LogSource source, List<DataFile> files) {
    Map<LogFormat, DataFile> first = new EnumMap<>(LogFormat.class);
    DataFile unknown = null;
    for (DataFile file : files) {
      Optional<LogFormat> format = LogFormat.ofFile(name(file));
      format.ifPresent(f -> first.putIfAbsent(f, file));
      unknown = format.isEmpty() && unknown == null ? file : unknown;
    }
    if (isParquetWithNotes(files)) {
      return parquet(files);
    }
    if (unknown != null) {
      throw new UnusableDataException(
          "Cannot tell the format of %s from its ending: set %s.format to csv, json, parquet or movielens, or leave the file out of %s"
              .formatted(unknown.source(), source.section(), source.key()));
    }
    if (first.size() > 1) {
      List<String> names = first.values().stream().map(DataFile::source).toList();
      throw new UnusableDataException(
          "Files of several formats: %s. Give those of one with a pattern in %s, or set %s.format"
              .formatted(String.join(", ", names), source.key(), source.section()));
    }
    return new FormatChoice(first.keySet().iterator().next(), files, Optional.empty());
  }

  private static boolean isParquetWithNotes(List<DataFile> files) {
    long parquet = files.stream().filter(FormatChoice::isParquet).count();
    long descriptions = files.stream().filter(f -> DESCRIPTIONS.contains(ending(f))).count();
    return parquet > 0
        && descriptions <= parquet
        && files.stream().allMatch(f -> isParquet(f) || isNoData(f));
  }

  private static FormatChoice parquet(List<DataFile> files) {
    List<DataFile> data = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (DataFile file : files) {
      if (isNoData(file)) {
        others.add(file.source());
      } else {
        data.add(file);
      }
    }
    Optional<String> skipped =
        others.isEmpty()
            ? Optional.empty()
            : Optional.of(
                "skipping %,d file(s) that are not parquet: %s"
                    .formatted(
                        others.size(),
                        String.join(", ", others.subList(0, Math.min(5, others.size())))));
    return new FormatChoice(LogFormat.PARQUET, data, skipped);
  }

  private static boolean isNoData(DataFile file) {
    return NOTES.contains(ending(file)) || DESCRIPTIONS.contains(ending(file));
  }

  private static String ending(DataFile file) {
    return LogFormat.ending(name(file).toLowerCase(Locale.ROOT));
  }

  private static boolean isParquet(DataFile file) {
    return LogFormat.ofFile(name(file)).equals(Optional.of(LogFormat.PARQUET));
  }

  private static String name(DataFile file) {
    return file.path().getName();
  }
}
