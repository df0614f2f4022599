package io.nocturne.research.faults;

import io.nocturne.nn.Worker;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.TorrentBroadcast;
import org.apache.spark.util.TaskCompletionListener;

/** Lets a fault happen to the task that starts on this thread. */
final class TaskFault {
  /** What a process is said to end with that the machine has killed: 128 + SIGKILL. */
  private static final int KILLED = 137;

  private static final String WORKER = Worker.class.getName();

  private static final long LONGEST_STALL = TimeUnit.SECONDS.toNanos(60);
  private static final long STALL_MILLIS = 20;
  private static final long LOOK_EVERY_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private TaskFault() {}

  static void happen(Fault.Kind kind, TaskContext task) {
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

  private static void atEnd(TaskContext task, Runnable what) {
    task.addTaskCompletionListener((TaskCompletionListener) done -> what.run());
  }

  private static void fail(TaskContext task) {
    throw new IllegalStateException(
        "failed on purpose: task %d of stage %d".formatted(task.partitionId(), task.stageId()));
  }

  /** Runs no hooks and closes no files. */
  private static void killThisJvm() {
    Runtime.getRuntime().halt(KILLED);
  }

  /** Bounded: a task that nobody kills goes on in the end. */
  private static void stall(TaskContext task) {
    long end = System.nanoTime() + LONGEST_STALL;
    try {
      while (System.nanoTime() < end && !task.isInterrupted()) {
        Thread.sleep(STALL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the task ends at the next point where it looks
    }
  }

  /** Looks at the stack of the task's thread until a method of one of the classes is on it. */
  private static void killWhileIn(Set<String> classes, TaskContext task) {
    Thread runs = Thread.currentThread();
    Thread watch =
        new Thread(
            () -> {
              while (!task.isCompleted()) {
                if (isIn(classes, runs)) {
                  killThisJvm();
                }
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
              }
            },
            "fault");
    watch.setDaemon(true);
    watch.start();
  }

  private static boolean isIn(Set<String> classes, Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> classes.contains(frame.getClassName()));
  }
}
