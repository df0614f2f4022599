package io.nocturne.spark.log.file;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Reads many files in parallel on the driver, so that their latencies overlap. */
public final class InParallel {
  private static final int THREADS = 16;

  private InParallel() {}

  /** Returns the results in the order of the files; the first failure is thrown. */
  public static <R> List<R> map(List<DataFile> files, Function<DataFile, R> each) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, 1 + files.size() / 4));
    try {
      List<Future<R>> futures = new ArrayList<>();
      for (DataFile file : files) {
        futures.add(threads.submit(() -> each.apply(file)));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while looking at the files of the log", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
