package io.nocturne.spark.location;

import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Opens the file systems of all paths, so that each kind of failure is reported in the same way.
 */
public final class FileSystems {
  private FileSystems() {}

  /**
   * Parses a path given by a user.
   *
   * @throws WrongLocationException if it is not a path
   */
  public static Path path(String text) {
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      boolean isRelative = !text.substring(0, Math.max(0, text.indexOf(':'))).contains("/");
      throw new WrongLocationException(
          "Cannot read the path %s (%s)%s"
              .formatted(
                  text,
                  String.valueOf(e.getMessage()).replaceFirst("^java\\.\\S+: ", ""),
                  isRelative && text.indexOf(':') > 0
                      ? ". For a name with a colon write ./" + text
                      : ""),
          e);
    }
  }

  /**
   * Returns the file system that holds a path.
   *
   * @throws WrongLocationException if Hadoop has none for its scheme
   * @throws UnusableDataException if it cannot be opened, as where its host has no address
   */
  public static FileSystem of(Path path, Configuration hadoop) {
    return open(path, () -> path.getFileSystem(hadoop));
  }

  /** Returns the file system that holds a path, by a separate client, which the caller closes. */
  static FileSystem ownClient(Path path, Configuration hadoop) {
    return open(path, () -> FileSystem.newInstance(path.toUri(), hadoop));
  }

  private interface Opening {
    FileSystem open() throws IOException;
  }

  private static FileSystem open(Path path, Opening opening) {
    String scheme = path.toUri().getScheme();
    if (scheme != null && scheme.toLowerCase(Locale.ROOT).startsWith("http")) {
      throw new WrongLocationException(
          "Cannot use %s: over %s:// files can neither be listed nor written. Download them first, and give their folder"
              .formatted(path, scheme),
          null);
    }
    try {
      return opening.open();
    } catch (IOException | RuntimeException | LinkageError e) {
      throw Unreachable.because(path, e);
    }
  }

  /** Returns the exception for a file system that has failed to read a path. */
  public static RuntimeException failed(Path path, IOException e) {
    return Unreachable.because(path, e);
  }
}
