package io.nocturne.jobs;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells how a job has ended, once: on stderr, in the report's files, and in the last line on
 * stdout. When the JVM is told to end while the job runs, that is how, whatever fails because of
 * it.
 */
final class JobEnd {
  private final String command;
  private final Console console;
  private final Report report;
  private final ReportFiles files;
  private boolean told;

  JobEnd(String command, Console console, Report report, ReportFiles files) {
    this.command = command;
    this.console = console;
    this.report = report;
    this.files = files;
  }

  /**
   * The job has ended by itself. Does not return when the JVM's end was first.
   *
   * @param thrown why it has failed; null if it has not
   * @return the exit status
   */
  int byItself(Throwable thrown) {
    synchronized (this) {
      if (!told) {
        told = true;
        return tell(thrown);
      }
    }
    while (true) {
      LockSupport.park(); // or the caller would go on to end a JVM that is ending
    }
  }

  private int tell(Throwable thrown) {
    Optional<Failure> failure = Optional.ofNullable(thrown).map(Failure::of);
    failure.ifPresent(f -> report.failed(f.status(), f.message()));
    try {
      files.write();
    } catch (IOException | RuntimeException e) {
      if (thrown == null) {
        return tell(new EndedException(1, e.getMessage(), e));
      }
      thrown.addSuppressed(e); // must not hide why the job failed
    }
    failure.filter(f -> !f.isOurs()).ifPresent(f -> console.trace(thrown));
    failure.ifPresent(this::tell); // after the trace: it is what somebody looks for
    console.end(report.line());
    return failure.map(Failure::status).orElse(0);
  }

  private void tell(Failure failure) {
    console.tell("nocturne " + command + ": " + failure.message());
  }

  /** The JVM is about to end, by a signal or by code, while the job is at a step. */
  synchronized void terminated(Optional<Termination.Signal> signal, String step) {
    if (told) {
      return;
    }
    told = true;
    Failure failure = Failure.of(signal, step);
    report.failed(failure.status(), failure.message());
    tell(failure);
    console.end(report.line()); // first: there may be little time, and file systems may be slow
    files.writeIfPossible();
  }
}
