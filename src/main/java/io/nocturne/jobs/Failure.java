package io.nocturne.jobs;

import io.nocturne.config.ConfigurationException;
import io.nocturne.spark.Causes;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.location.WrongLocationException;
import io.nocturne.spark.serve.GateException;
import io.nocturne.spark.store.UnwritableRootException;
import io.nocturne.spark.train.InsufficientMemoryException;
import io.nocturne.spark.train.TrainingFailedException;
import io.nocturne.spark.train.checkpoint.CheckpointMismatchException;
import io.nocturne.spark.train.cluster.MixedArithmeticException;
import io.nocturne.spark.train.round.RoundFailedException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.security.AccessControlException;

/**
 * The outcome of a failed job: its exit status and message.
 *
 * @param status 2 wrong usage or configuration, 3 unusable data, 4 refused by the gate, 1 other
 * @param isOurs whether the message says all, so that no stack trace is needed
 */
record Failure(int status, String message, boolean isOurs) {
  private static final Pattern UNREADABLE =
      Pattern.compile("FAILED_READ_FILE[^ ]*\\] Encountered error while reading file (\\S+?)\\.? ");

  private static final Pattern STOPPED =
      Pattern.compile("SparkContext was shut down|stopped SparkContext|SparkContext is stopped");

  static Failure of(Throwable thrown) {
    List<Throwable> causes = Causes.of(thrown);
    for (Throwable cause : causes) {
      if (cause instanceof EndedException ended) {
        return new Failure(ended.status(), ended.getMessage(), true);
      }
      if (cause instanceof ConfigurationException || cause instanceof WrongLocationException) {
        return new Failure(2, cause.getMessage(), true);
      }
      if (cause instanceof UnusableDataException || cause instanceof CheckpointMismatchException) {
        return new Failure(3, cause.getMessage(), true);
      }
      if (cause instanceof GateException) {
        return new Failure(4, cause.getMessage(), true);
      }
      if (cause instanceof InsufficientMemoryException
          || cause instanceof MixedArithmeticException
          || cause instanceof TrainingFailedException
          || cause instanceof RoundFailedException
          || cause instanceof UnwritableRootException) {
        return new Failure(1, cause.getMessage(), true);
      }
    }
    return ofSpark(thrown, causes);
  }

  /**
   * The failure of a job that was stopped by the end of the JVM.
   *
   * @param signal what ends the JVM; empty where code has called System.exit
   * @param step where the job was; empty before the first step
   */
  static Failure of(Optional<Termination.Signal> signal, String step) {
    String by = signal.map(s -> "signal SIG" + s).orElse("the end of the JVM (see the log above)");
    String where = step.isEmpty() ? "before the first step" : "in the step " + step;
    String then =
        switch (step) {
          case "train" -> "Run the same command again: the training resumes after its last round";
          case "publish" -> "CURRENT names the run before or this one, whole. Run it again";
          default -> "Run the same command again";
        };
    return new Failure(
        signal.map(Termination.Signal::status).orElse(1),
        "Stopped by %s %s. %s".formatted(by, where, then),
        true);
  }

  /** Failures caused by the machines, where a stack trace is of no use. */
  private static Optional<Failure> ofMachines(List<Throwable> causes) {
    for (Throwable cause : causes) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof OutOfMemoryError) {
        return Optional.of(
            ofMachines("Too little memory: %s. Give the driver more (--driver-memory)", message));
      }
      if (cause instanceof AccessControlException || cause instanceof AccessDeniedException) {
        return Optional.of(
            ofMachines("Not permitted: %s. Let the job's user read and write there", message));
      }
      if (STOPPED.matcher(message).find()) {
        return Optional.of(
            ofMachines(
                "Spark was stopped while the job was running, on the cluster or by somebody: %s. Run the same command again",
                message.lines().findFirst().orElse("")));
      }
    }
    return Optional.empty();
  }

  private static Failure ofMachines(String format, String message) {
    return new Failure(1, format.formatted(message), true);
  }

  private static Failure ofSpark(Throwable thrown, List<Throwable> causes) {
    Optional<Failure> machines = ofMachines(causes);
    if (machines.isPresent()) {
      return machines.get();
    }
    String deepest = String.valueOf(causes.get(causes.size() - 1).getMessage());
    for (Throwable cause : causes) {
      Matcher unreadable = UNREADABLE.matcher(cause.getMessage() + " ");
      if (unreadable.find()) {
        return new Failure(
            3,
            "Cannot read %s (%s). If the file is damaged or cut short, deliver it again; if a machine or the network failed, run the same command again"
                .formatted(unreadable.group(1), deepest.strip()),
            true);
      }
    }
    for (Throwable cause : causes) { // ours say what could not be done, and to which file
      if (cause instanceof UncheckedIOException
          && String.valueOf(cause.getMessage()).startsWith("Cannot ")) {
        return new Failure(
            1,
            cause.getMessage().contains(deepest)
                ? cause.getMessage()
                : cause.getMessage() + ": " + deepest.strip(),
            true);
      }
    }
    String all = thrown + (causes.size() > 1 ? " (" + deepest + ")" : "");
    return new Failure(1, all.replaceAll("\\s*\\R\\s*", " "), false); // Spark's have many lines
  }
}
