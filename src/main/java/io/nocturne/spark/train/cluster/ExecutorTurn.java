package io.nocturne.spark.train.cluster;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Lets one task at a time train in a JVM, on all its threads: where Spark gives an executor several
 * at once, they would need the memory of several models and take as long.
 */
public final class ExecutorTurn {
  private static final Semaphore TURN = new Semaphore(1);
  private static final long LOOK_EVERY_MILLIS = 100;

  private ExecutorTurn() {}

  /** Waits for the task's turn, which ends with the task, and returns {@code what}. */
  public static <T> T take(TaskContext task, T what) {
    try {
      while (!TURN.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        if (task.isInterrupted()) {
          throw new IllegalStateException("Killed while another task was training");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while another task was training", e);
    }
    task.addTaskCompletionListener((TaskCompletionListener) done -> TURN.release());
    return what;
  }
}
