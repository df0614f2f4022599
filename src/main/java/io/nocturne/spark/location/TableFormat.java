package io.nocturne.spark.location;

import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Formats whose folders hold more than the table: files of rows that were deleted or replaced, kept
 * until a cleanup. A log next to them says which files count, so reading them as plain files gives
 * duplicate and deleted rows.
 */
public enum TableFormat {
  /** Delta Lake. */
  DELTA("Delta Lake", "delta", "_delta_log", null),
  /** Apache Iceberg; others may have a folder of that name, so the files decide. */
  ICEBERG("Apache Iceberg", "iceberg", "metadata", ".*\\.metadata\\.json|version-hint\\.text"),
  /** Apache Hudi. */
  HUDI("Apache Hudi", "hudi", ".hoodie", null);

  private final String label;
  private final String reader;
  private final String folder;
  private final Optional<Pattern> file;

  /**
   * @param file the pattern of the names of its log files; null where the folder's name is enough
   */
  TableFormat(String label, String reader, String folder, String file) {
    this.label = label;
    this.reader = reader;
    this.folder = folder;
    this.file = Optional.ofNullable(file).map(Pattern::compile);
  }

  /**
   * Throws if a path is a table of such a format, or lies within one.
   *
   * @throws UnusableDataException naming the format and what to give instead
   */
  public static void refuse(Path path, FileSystem fileSystem) {
    for (Path at = fileSystem.makeQualified(path); at != null; at = at.getParent()) {
      refuseAt(at, fileSystem);
    }
  }

  /** Throws if a path is a table of such a format; does not look at the folders above it. */
  public static void refuseAt(Path path, FileSystem fileSystem) {
    for (TableFormat format : values()) {
      if (format.isAt(path, fileSystem)) {
        throw format.refusal(path);
      }
    }
  }

  /** Throws if a file belongs to the log of such a table. */
  public static void refuseTrace(Path file) {
    Path parent = file.getParent();
    for (TableFormat format : values()) {
      if (parent != null && format.isTrace(file)) {
        throw format.refusal(parent.getParent());
      }
    }
  }

  private boolean isTrace(Path path) {
    return path.getParent().getName().equals(folder)
        && file.map(f -> f.matcher(path.getName()).matches()).orElse(true);
  }

  /** Whether a path is such a table; false if it cannot be listed, as reading it reports that. */
  private boolean isAt(Path table, FileSystem fileSystem) {
    try {
      Path log = new Path(table, folder);
      if (file.isEmpty()) {
        return fileSystem.getFileStatus(log).isDirectory();
      }
      return Arrays.stream(fileSystem.listStatus(log)).anyMatch(e -> isTrace(e.getPath()));
    } catch (IOException e) {
      return false;
    }
  }

  private UnusableDataException refusal(Path table) {
    return new UnusableDataException(
        "Cannot read %s as plain files: it is a table of %s (it has %s/), whose folder also holds rows that were deleted or replaced. Export it, for example with spark.read.format(\"%s\").load(...).write.parquet(FOLDER), and give that folder"
            .formatted(table, label, folder, reader));
  }
}
