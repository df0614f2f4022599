package io.nocturne.spark.location;

import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Checks once whether a file system is reachable. Hadoop's clients retry for minutes, which is
 * right during a job but not before it: a misspelt host never answers. So this uses a separate
 * client that gives up early; the job's clients keep the configuration of the cluster.
 */
public final class Reachability {
  private static final String SECONDS_TO_CONNECT = "5";

  /** About twice as long as a slow name server or Kerberos ticket takes. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Configuration impatient;
  private final Duration limit;

  /** Creates a check with the settings of the job's clients except for retries. */
  public Reachability(Configuration hadoop) {
    this(hadoop, LIMIT);
  }

  /**
   * @param limit the longest time an answer may take
   */
  Reachability(Configuration hadoop, Duration limit) {
    this.impatient = new Configuration(hadoop);
    this.limit = limit;
    impatient.set("ipc.client.connect.max.retries", "0");
    impatient.set("ipc.client.connect.max.retries.on.timeouts", "0");
    impatient.set("ipc.client.connect.timeout", SECONDS_TO_CONNECT + "000");
    impatient.set("fs.s3a.attempts.maximum", "1");
    impatient.set("fs.s3a.retry.limit", "1");
    impatient.set("fs.s3a.connection.establish.timeout", SECONDS_TO_CONNECT + "s");
  }

  /**
   * Checks whether a path exists.
   *
   * @throws WrongLocationException if Hadoop has no file system for it
   * @throws UnusableDataException if it does not answer in time, or answers with an error
   */
  public boolean exists(Path path) {
    String scheme = FileSystem.getDefaultUri(impatient).getScheme();
    String own = path.toUri().getScheme();
    if ("file".equals(own == null ? scheme : own)) {
      return ask(path, FileSystems.of(path, impatient));
    }
    return inTime(path);
  }

  private boolean inTime(Path path) {
    FutureTask<Boolean> question = new FutureTask<>(() -> askByItself(path));
    Thread asking = new Thread(question, "asking " + path);
    asking.setDaemon(true); // a hanging client must not keep the job from ending
    asking.start();
    try {
      return question.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : Unreachable.because(path, e.getCause());
    } catch (TimeoutException e) {
      asking.interrupt();
      throw new UnusableDataException(
          "Cannot reach %s: no answer within %d s. Check host and port, and whether its service runs"
              .formatted(path, limit.toSeconds()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for " + path, e);
    }
  }

  private boolean askByItself(Path path) throws IOException {
    try (FileSystem fileSystem = FileSystems.ownClient(path, impatient)) {
      return ask(path, fileSystem);
    }
  }

  private static boolean ask(Path path, FileSystem fileSystem) {
    try {
      return fileSystem.exists(path);
    } catch (IOException | RuntimeException e) {
      throw Unreachable.because(path, e);
    }
  }
}
