package io.nocturne.math;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Runs the turns of a loop on a fixed number of threads, including the caller.
 *
 * <p>Each thread takes the next turn as soon as it is free, so turns are assigned to threads at
 * random. Results are independent of the number of threads if no turn reads what another writes.
 */
public final class ParallelLoop implements AutoCloseable {
  private final int threads;
  private final ExecutorService others;

  /**
   * Starts the threads, as daemons.
   *
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public ParallelLoop(int threads) {
    this.threads = checked(threads);
    this.others =
        threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, ParallelLoop::daemon);
  }

  /** Number of threads, including the caller. */
  public int threads() {
    return threads;
  }

  /**
   * Calls {@code turn} once with each of 0 to {@code count - 1} and returns when all are done. The
   * caller then sees all that the turns have written.
   *
   * <p>An exception of a turn is rethrown after all started turns have ended; the others are
   * skipped.
   */
  public void run(int count, IntConsumer turn) {
    AtomicInteger next = new AtomicInteger();
    Runnable share = () -> takeTurns(next, count, turn);
    List<Future<?>> shares = new ArrayList<>();
    for (int t = 1; t < Math.min(threads, count); t++) {
      shares.add(others.submit(share));
    }
    Throwable thrown = null;
    try {
      share.run();
    } catch (Throwable e) { // also checked exceptions that are not declared, as in Scala
      thrown = e;
    }
    for (Future<?> other : shares) {
      Throwable e = failure(other);
      thrown = thrown == null ? e : thrown;
    }
    if (thrown != null) {
      rethrow(thrown);
    }
  }

  /** Stops the threads; the loop cannot run again. */
  @Override
  public void close() {
    if (others != null) {
      others.shutdown();
    }
  }

  /** Returns {@code threads} if it is valid. */
  static int checked(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Invalid number of threads: " + threads + " (expected 1 or more)");
    }
    return threads;
  }

  private static void takeTurns(AtomicInteger next, int count, IntConsumer turn) {
    try {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        turn.accept(i);
      }
    } catch (Throwable e) {
      next.set(count);
      throw e;
    }
  }

  /** Waits, even if interrupted: the turns write into arrays that the caller will use again. */
  private static Throwable failure(Future<?> share) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          share.get();
          return null;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          return e.getCause();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Throws a turn's exception unchanged, checked or not. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static Thread daemon(Runnable share) {
    Thread thread = new Thread(share, "nocturne-loop");
    thread.setDaemon(true);
    return thread;
  }
}
