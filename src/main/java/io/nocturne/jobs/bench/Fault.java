package io.nocturne.jobs.bench;

import io.nocturne.spark.train.RoundHook;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;

/**
 * Something that goes wrong on an executor.
 *
 * @param number of the worker or, at {@code REDUCING}, of the reducer
 */
record Fault(RoundHook.Point point, int round, int number, Kind kind) implements Serializable {
  private static final long LONGEST_MILLIS = 60_000;
  private static final long LOOK_EVERY_MILLIS = 20;

  /** What goes wrong. */
  enum Kind {
    /** The task fails. */
    THROW,
    /** The executor is killed as by the machine. */
    KILL,
    /** The task stands still until it is killed, as another attempt has been faster. */
    SLOW
  }

  static Fault parse(String text) {
    String[] parts = text.strip().split(":");
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          "Invalid fault: %s (expected POINT:round:number:KIND)".formatted(text));
    }
    return new Fault(
        RoundHook.Point.valueOf(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Kind.valueOf(parts[3]));
  }

  @Override
  public String toString() {
    return "%s:%d:%d:%s".formatted(point, round, number, kind);
  }

  void happen(TaskContext task) {
    switch (kind) {
      case THROW -> throw new IllegalStateException("A fault for a test: " + this);
      case KILL -> {
        killThisProcess();
        standStill(task); // nothing more may be done until it is dead
      }
      case SLOW -> standStill(task);
      default -> throw new AssertionError(kind);
    }
  }

  private static void killThisProcess() {
    String own = Long.toString(ProcessHandle.current().pid());
    try {
      new ProcessBuilder("kill", "-9", own).start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot kill " + own, e);
    }
  }

  /** Bounded: a task that nobody kills fails in the end. */
  private void standStill(TaskContext task) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
    try {
      while (System.nanoTime() < end && !task.isInterrupted()) {
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
      throw new IllegalStateException("Stood still in a fault for a test: " + this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in a fault for a test: " + this, e);
    }
  }
}
