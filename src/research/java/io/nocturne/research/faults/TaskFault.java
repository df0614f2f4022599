package io.nocturne.research.faults;

import io.nocturne.nn.Worker;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.TorrentBroadcast;
import org.apache.spark.util.TaskCompletionListener;

/** Executes a fault in the task that starts on this thread. */
final class TaskFault {
  /** The exit status of a killed process: 128 + SIGKILL. */
  private static final int KILLED = 137;

  private static final String WORKER = Worker.class.getName();

  private static final long LONGEST_STALL = TimeUnit.SECONDS.toNanos(60);
  private static final long STALL_MILLIS = 20;
  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private TaskFault() {}

  static void inject(Fault.Kind kind, TaskContext task) {
    switch (kind) {
      case NONE -> {}
      case FAIL -> atEnd(task, () -> fail(task));
      case STALL -> stall(task);
      case KILL_AT_START -> killThisJvm();
      case KILL_READING -> killWhileIn(Set.of(TorrentBroadcast.class.getName(), WORKER), task);
      case KILL_TRAINING -> killWhileIn(Set.of(WORKER), task);
      case KILL_AT_END -> atEnd(task, TaskFault::killThisJvm);
      default -> throw new AssertionError(kind);
    }
  }

  private static void atEnd(TaskContext task, Runnable action) {
    task.addTaskCompletionListener((TaskCompletionListener) done -> action.run());
  }

  private static void fail(TaskContext task) {
    throw new IllegalStateException(
        "failed on purpose: task %d of stage %d".formatted(task.partitionId(), task.stageId()));
  }

  /** Ends the JVM without shutdown hooks and without closing files. */
  private static void killThisJvm() {
    Runtime.getRuntime().halt(KILLED);
  }

  /** Bounded: a task that is not killed continues in the end. */
  private static void stall(TaskContext task) {
    long end = System.nanoTime() + LONGEST_STALL;
    try {
      while (System.nanoTime() < end && !task.isInterrupted()) {
        Thread.sleep(STALL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the task ends when it next checks for interruption
    }
  }

  /** Kills the JVM once a method of one of the classes is on the stack of the task's thread. */
  private static void killWhileIn(Set<String> classes, TaskContext task) {
    Thread taskThread = Thread.currentThread();
    Thread watcher =
        new Thread(
            () -> {
              while (!task.isCompleted()) {
                if (isIn(classes, taskThread)) {
                  killThisJvm();
                }
                LockSupport.parkNanos(POLL_NANOS);
              }
            },
            "fault");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static boolean isIn(Set<String> classes, Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> classes.contains(frame.getClassName()));
  }
}
