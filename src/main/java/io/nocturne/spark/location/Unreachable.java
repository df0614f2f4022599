package io.nocturne.spark.location;

import io.nocturne.spark.Causes;
import io.nocturne.spark.UnusableDataException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;

/** Explains in one sentence why a file system cannot be used, whatever it has thrown. */
final class Unreachable {
  private Unreachable() {}

  static RuntimeException because(Path path, Throwable thrown) {
    String scheme = String.valueOf(path.toUri().getScheme()).toLowerCase(Locale.ROOT);
    for (Throwable cause : Causes.of(thrown)) {
      if (cause instanceof UnsupportedFileSystemException
          || cause instanceof ClassNotFoundException
          || cause instanceof LinkageError) {
        return new WrongLocationException(
            "Cannot use %s: %s".formatted(path, Schemes.remedy(scheme)), thrown);
      }
    }
    return new UnusableDataException(
        "Cannot reach %s: %s".formatted(path, reason(path, thrown)), thrown);
  }

  private static String reason(Path path, Throwable thrown) {
    String host = path.toUri().getAuthority();
    List<Throwable> causes = Causes.of(thrown);
    for (Throwable cause : causes) {
      if (cause instanceof UnknownHostException) {
        return "the host %s has no address. Check its name".formatted(host);
      }
      if (cause instanceof ConnectException
          || cause instanceof NoRouteToHostException
          || cause instanceof SocketTimeoutException) {
        return "%s does not answer (%s). Check host and port, and whether its service runs"
            .formatted(host, firstLine(causes.get(causes.size() - 1)));
      }
      if (cause instanceof AccessControlException
          || cause instanceof java.nio.file.AccessDeniedException
          || String.valueOf(cause.getMessage()).contains("Permission denied")) {
        return "no permission (%s). Let the user who runs the job read it"
            .formatted(firstLine(cause));
      }
    }
    return firstLine(causes.get(causes.size() - 1));
  }

  private static String firstLine(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null
        ? thrown.getClass().getSimpleName()
        : message
            .strip()
            .lines()
            .findFirst()
            .orElse("")
            .replaceFirst(" For more details see:.*", "");
  }
}
