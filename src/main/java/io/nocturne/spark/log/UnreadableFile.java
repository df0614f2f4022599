package io.nocturne.spark.log;

import io.nocturne.spark.UnusableDataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;

/** What to throw where a file of the log cannot be read. */
final class UnreadableFile {
  private static final Pattern COMPRESSED = Pattern.compile("\\.(gz|bz2|zst|snappy|lz4|deflate)$");

  private UnreadableFile() {}

  /**
   * Says of a file whose bytes are wrong that it is damaged, and of no other: a network that fails
   * is not cured by delivering the file again.
   */
  static RuntimeException of(DataFile file, Exception e) {
    if (e instanceof UnusableDataException known) {
      return known;
    }
    String reason = String.valueOf(e.getMessage()).strip();
    if (e instanceof FileNotFoundException) {
      return new UnusableDataException(
          "Cannot read %s: it vanished while it was read, or may not be read (%s). Deliver it, then run again"
              .formatted(file.source(), reason),
          e);
    }
    if (e instanceof AccessControlException) {
      return new UnusableDataException(
          "Cannot read %s: permission denied (%s). Let this user read it"
              .formatted(file.source(), reason),
          e);
    }
    boolean network = e instanceof SocketException || e instanceof UnknownHostException;
    boolean damaged = COMPRESSED.matcher(file.source()).find() || e instanceof ChecksumException;
    return e instanceof IOException plain && (network || !damaged)
        ? new UncheckedIOException("Cannot read " + file.source(), plain)
        : damaged(file, e);
  }

  /** For a file whose bytes cannot be what its name says. */
  static UnusableDataException damaged(DataFile file, Exception e) {
    return new UnusableDataException(
        "Cannot read %s: it is damaged or cut short (%s). Deliver it again"
            .formatted(file.source(), String.valueOf(e.getMessage()).strip()),
        e);
  }
}
