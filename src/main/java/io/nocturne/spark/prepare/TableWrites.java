package io.nocturne.spark.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/** Tables that are written at the same time: a small one is one task, and leaves cores idle. */
final class TableWrites implements AutoCloseable {
  /** Of those in this JVM, which has one Spark context: tags differ, and need not be random. */
  private static final AtomicLong COUNT = new AtomicLong();

  private final JavaSparkContext spark;
  private final String tag = "tables-" + COUNT.incrementAndGet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<CompletableFuture<?>> started = new ArrayList<>();
  private final CompletableFuture<Void> failed = new CompletableFuture<>();

  TableWrites(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Starts a write. */
  <T> CompletableFuture<T> start(Supplier<T> write) {
    CompletableFuture<T> future = CompletableFuture.supplyAsync(() -> tagged(write), threads);
    started.add(future);
    return future;
  }

  /** Starts a write. */
  void start(Runnable write) {
    started.add(
        CompletableFuture.runAsync(
            () ->
                tagged(
                    () -> {
                      write.run();
                      return true;
                    }),
            threads));
  }

  private <T> T tagged(Supplier<T> write) {
    spark.addJobTag(tag); // for this thread, which ends with the writes
    try {
      return write.get();
    } catch (Throwable failure) { // Spark throws checked exceptions undeclared
      failed.completeExceptionally(failure);
      throw failure;
    }
  }

  /** Waits for all that were started, or for the first failure, which it throws. */
  void await() {
    try {
      CompletableFuture.anyOf(failed, all()).join();
    } catch (CompletionException e) {
      rethrow(e.getCause());
    }
  }

  /** Throws a failure unchanged, checked or not, as Spark throws checked ones undeclared. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private CompletableFuture<Void> all() {
    return CompletableFuture.allOf(started.toArray(CompletableFuture<?>[]::new));
  }

  /**
   * Cancels what is still being written, and waits until it has cleaned up. Its threads are not
   * interrupted: a job that is just being submitted would be started without anybody waiting.
   */
  @Override
  public void close() {
    CompletableFuture<Void> all = all();
    if (!all.isDone()) {
      spark.cancelJobsWithTag(tag);
    }
    all.handle((nothing, failure) -> null).join();
    threads.shutdown();
  }
}
