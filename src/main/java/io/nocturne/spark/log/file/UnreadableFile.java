package io.nocturne.spark.log.file;

import io.nocturne.spark.UnusableDataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;

/** Exceptions for files of the log that cannot be read. */
public final class UnreadableFile {
  private static final List<String> DECOMPRESSION =
      List.of("org.apache.hadoop.io.compress.", "java.util.zip.", "com.github.luben.zstd.");

  private UnreadableFile() {}

  /**
   * Returns the exception for a failed read. It calls a file damaged only if its bytes are wrong:
   * delivering the file again does not help against a failing network.
   */
  public static RuntimeException of(DataFile file, Exception e) {
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
    return isOfBytes(e)
        ? damaged(file, e)
        : new UncheckedIOException(
            "Cannot read " + file.source(),
            e instanceof IOException plain ? plain : new IOException(e));
  }

  /** Whether it was thrown while decompressing bytes or verifying their checksum. */
  private static boolean isOfBytes(Exception e) {
    StackTraceElement[] trace = e.getStackTrace();
    String thrower = trace.length == 0 ? "" : trace[0].getClassName();
    return e instanceof ChecksumException || DECOMPRESSION.stream().anyMatch(thrower::startsWith);
  }

  /** Returns the exception for a file whose bytes do not match the format of its name. */
  public static UnusableDataException damaged(DataFile file, Exception e) {
    return new UnusableDataException(
        "Cannot read %s: it is damaged or cut short (%s). Deliver it again"
            .formatted(file.source(), String.valueOf(e.getMessage()).strip()),
        e);
  }
}
