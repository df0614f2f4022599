package io.nocturne.jobs;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.util.SignalUtils;

/**
 * Listens for the end of the JVM while a job is running: a scheduler's SIGTERM, a person's SIGINT,
 * a terminal's SIGHUP, or code that calls System.exit. After {@code close} it no longer listens.
 */
final class Termination implements AutoCloseable {
  /** Spark's hook (30 above that of file systems) stops the context, so that the job fails. */
  private static final int BEFORE_SPARK = FileSystem.SHUTDOWN_HOOK_PRIORITY + 50;

  /** Hadoop's default; asking for the configured value would read all its files again. */
  private static final long MAX_SECONDS = 30;

  /** Added to a signal's number it is the exit status, as of any process that a signal ends. */
  private static final int SIGNALLED = 128;

  private static volatile Signal received;

  private final Runnable hook;

  /** A signal that ends a process, by the name that the JVM knows it by. */
  enum Signal {
    HUP(1),
    INT(2),
    TERM(15);

    private final int number;

    Signal(int number) {
      this.number = number;
    }

    /** The exit status of the JVM that it ends. */
    int status() {
      return SIGNALLED + number;
    }
  }

  private Termination(Runnable hook) {
    this.hook = hook;
  }

  /** Records which signal arrives, and lets the JVM end by it. For the life of this JVM. */
  static void noteSignals() {
    for (Signal signal : Signal.values()) {
      SignalUtils.register(signal.name(), () -> note(signal));
    }
  }

  private static Object note(Signal signal) {
    received = signal;
    return false; // not handled: the JVM's handler comes next
  }

  /** Runs {@code hook} when the JVM is about to end, while Spark and file systems still work. */
  static Termination watch(Runnable hook) {
    ShutdownHookManager.get().addShutdownHook(hook, BEFORE_SPARK, MAX_SECONDS, TimeUnit.SECONDS);
    return new Termination(hook);
  }

  /** The signal that ends this JVM, if any. */
  static Optional<Signal> signal() {
    return Optional.ofNullable(received);
  }

  @Override
  public void close() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
