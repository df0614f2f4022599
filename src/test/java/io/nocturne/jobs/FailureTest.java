package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.config.ConfigurationException;
import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exit status and message of each exception, and whether its stack trace is printed. */
class FailureTest {
  private static Throwable inSpark(Throwable cause) {
    return new SparkException("Job aborted due to stage failure", new RuntimeException(cause));
  }

  private static List<Arguments> exceptions() {
    return List.of(
        Arguments.of(new ConfigurationException("a key"), 2, "a key", true),
        Arguments.of(inSpark(new UnusableDataException("a row")), 3, "a row", true),
        Arguments.of(
            inSpark(new OutOfMemoryError("Java heap space")),
            1,
            "Too little memory: Java heap",
            true),
        Arguments.of(
            new IOException(new AccessControlException("Permission denied: user=x, path=/y")),
            1,
            "Not permitted: Permission denied: user=x, path=/y",
            true),
        Arguments.of(new AccessDeniedException("/y"), 1, "Not permitted: /y", true),
        Arguments.of(
            new SparkException("Job 3 cancelled because SparkContext was shut down"),
            1,
            "Spark was stopped while the job was running",
            true),
        Arguments.of(
            new IllegalStateException(
                "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was ..."),
            1,
            "Spark was stopped while",
            true),
        Arguments.of(new IllegalStateException("a fault of ours"), 1, "a fault of ours", false));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void statusAndMessage(Throwable thrown, int status, String message, boolean isOurs) {
    Failure failure = Failure.of(thrown);
    assertEquals(status, failure.status());
    assertTrue(failure.message().contains(message), failure::message);
    assertTrue(failure.message().lines().count() == 1, failure::message);
    assertEquals(isOurs, failure.isOurs());
  }
}
