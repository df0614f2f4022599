package io.nocturne.spark.log.file;

import io.nocturne.spark.location.FileSystems;
import java.io.Serializable;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One file of a log.
 *
 * @param uri its location, percent-encoded: names with colons and braces stay what they are
 * @param bytes its size
 * @param source its name from the log's folder on: the same log has the same sources wherever it is
 *     stored
 */
public record DataFile(String uri, long bytes, String source) implements Serializable {

  /**
   * Creates the file of a listed status.
   *
   * @param folder what sources begin after, see {@link #folderOf}
   */
  static DataFile of(FileStatus file, String folder) {
    String path = file.getPath().toString();
    String source = path.startsWith(folder) ? path.substring(folder.length()) : path;
    return new DataFile(file.getPath().toUri().toString(), file.getLen(), source);
  }

  /** The folder that a path or pattern begins with, in full and with a slash at its end. */
  static String folderOf(String given, Configuration hadoop) {
    int wild = given.replaceAll("(?s)[*?\\[{].*", "").length();
    Path fixed = FileSystems.path(wild < given.length() ? given.substring(0, wild) + "_" : given);
    Path folder = fixed.getParent();
    if (folder == null) {
      return "";
    }
    String qualified = FileSystems.of(folder, hadoop).makeQualified(folder).toString();
    return qualified.endsWith("/") ? qualified : qualified + "/";
  }

  public Path path() {
    return new Path(URI.create(uri));
  }

  /** Whether the name has a colon, with which Hadoop cannot form the name of a checksum. */
  public boolean hasColon() {
    return path().getName().contains(":");
  }

  /** The file system to read the file from. */
  public FileSystem fileSystem(Configuration hadoop) {
    FileSystem files = FileSystems.of(path(), hadoop);
    return hasColon() && files instanceof ChecksumFileSystem checked
        ? checked.getRawFileSystem()
        : files;
  }
}
