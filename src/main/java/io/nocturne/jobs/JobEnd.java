package io.nocturne.jobs;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Reports the outcome of a job once: on stderr, in the report's files, and in the last line on
 * stdout. If the JVM is terminated while the job runs, that is the outcome, whatever fails because
 * of it.
 */
final class JobEnd {
  private final String command;
  private final Console console;
  private final Report report;
  private final ReportFiles files;
  private boolean reported;

  JobEnd(String command, Console console, Report report, ReportFiles files) {
    this.command = command;
    this.console = console;
    this.report = report;
    this.files = files;
  }

  /**
   * Reports that the job has returned or failed. Does not return if the JVM was terminated before.
   *
   * @param thrown why it has failed; null if it has not
   * @return the exit status
   */
  int completed(Throwable thrown) {
    synchronized (this) {
      if (!reported) {
        reported = true;
        return report(thrown);
      }
    }
    while (true) {
      LockSupport.park(); // or the caller would exit while the JVM is already exiting
    }
  }

  private int report(Throwable thrown) {
    Optional<Failure> failure = Optional.ofNullable(thrown).map(Failure::of);
    failure.ifPresent(f -> report.failed(f.status(), f.message()));
    try {
      files.write();
    } catch (IOException | RuntimeException e) {
      if (thrown == null) {
        return report(new EndedException(1, e.getMessage(), e));
      }
      thrown.addSuppressed(e); // must not hide why the job failed
    }
    failure.filter(f -> !f.isOurs()).ifPresent(f -> console.trace(thrown));
    failure.ifPresent(this::print); // after the trace, as the last thing a reader sees
    console.end(report.line());
    return failure.map(Failure::status).orElse(0);
  }

  private void print(Failure failure) {
    console.tell("nocturne " + command + ": " + failure.message());
  }

  /** Reports that the JVM is being terminated, by a signal or by code, during a step. */
  synchronized void terminated(Optional<Termination.Signal> signal, String step) {
    if (reported) {
      return;
    }
    reported = true;
    Failure failure = Failure.of(signal, step);
    report.failed(failure.status(), failure.message());
    print(failure);
    console.end(report.line()); // first: there may be little time, and file systems may be slow
    files.writeIfPossible();
  }
}
