package io.nocturne.spark.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tables that are written at the same time: a small one is one task, and leaves cores idle. */
final class TableWrites implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<CompletableFuture<?>> started = new ArrayList<>();

  /** Starts a write. */
  <T> CompletableFuture<T> start(Supplier<T> write) {
    CompletableFuture<T> future = CompletableFuture.supplyAsync(write, threads);
    started.add(future);
    return future;
  }

  /** Starts a write. */
  void start(Runnable write) {
    started.add(CompletableFuture.runAsync(write, threads));
  }

  /** Waits for all that were started; throws the first failure in their order. */
  void await() {
    try {
      started.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  /** Stops what is still being written, and waits until it has cleaned up. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
