package io.nocturne.spark.store;

import java.io.IOException;
import java.util.HexFormat;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * What was written to a file, to know it again when it is read.
 *
 * @param bytes how many
 * @param sha256 their SHA-256, in hexadecimal digits
 */
public record WrittenBytes(long bytes, String sha256) {

  /** Writes a file so that a reader sees the old one or the new one, whole. */
  public static WrittenBytes write(FileStore files, Path file, byte[] bytes) throws IOException {
    files.write(file, out -> out.write(bytes));
    return of(bytes);
  }

  /**
   * Reads the file, whole.
   *
   * @throws IOException if it is not there, or if it is not what was written; the message names it
   */
  public byte[] read(FileStore files, Path file) throws IOException {
    long size = files.size(file);
    if (size != bytes) {
      throw new IOException("%s is damaged: %,d bytes (expected %,d)".formatted(file, size, bytes));
    }
    byte[] found = new byte[Math.toIntExact(size)];
    try (FSDataInputStream in = files.open(file)) {
      in.readFully(0, found);
    }
    String hash = of(found).sha256;
    if (!hash.equals(sha256)) {
      throw new IOException("%s is damaged: sha256 %s (expected %s)".formatted(file, hash, sha256));
    }
    return found;
  }

  private static WrittenBytes of(byte[] bytes) {
    return new WrittenBytes(
        bytes.length, HexFormat.of().formatHex(ContentHash.sha256().digest(bytes)));
  }
}
