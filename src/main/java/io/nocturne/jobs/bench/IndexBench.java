package io.nocturne.jobs.bench;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Sgemm;
import io.nocturne.model.CodeDirections;
import io.nocturne.model.RankedList;
import io.nocturne.model.index.CodeIndex;
import io.nocturne.model.index.CodeSearch;
import io.nocturne.model.index.ExactSearch;
import io.nocturne.model.index.HnswSettings;
import io.nocturne.model.index.IndexRecall;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * An index of codes beside the exact search: recall, and queries in a second by the same threads.
 */
final class IndexBench {
  private static final int K = 20;
  private static final int QUERIES = 1000;
  private static final int[] CANDIDATES = {50, 100, 200, 400};
  private static final double MIB = 1 << 20;

  private final CodeDirections directions;
  private final HnswSettings settings;
  private final int threads;

  IndexBench(CodeDirections directions, HnswSettings settings, int threads) {
    this.directions = directions;
    this.settings = settings;
    this.threads = threads;
  }

  Figures run(String title) {
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      int[] items = IndexRecall.sample(directions.count(), QUERIES);
      Answers exact = Answers.of(new ExactSearch(directions), items, loop);
      ThreadMXBean clock = ManagementFactory.getThreadMXBean();
      long start = System.nanoTime();
      long cpu = clock.getCurrentThreadCpuTime();
      CodeIndex index = CodeIndex.build(directions, settings, share -> {});
      double seconds = (System.nanoTime() - start) * 1e-9;
      double cpuSeconds = (clock.getCurrentThreadCpuTime() - cpu) * 1e-9;
      Figures figures =
          new Figures(title)
              .put("BLAS", Sgemm.get().name())
              .put("threads", (long) threads)
              .put("codes", (long) directions.count())
              .put("width", (long) directions.width())
              .put("m", (long) settings.m())
              .put("ef-construction", (long) settings.efConstruction())
              .put("ef, the default", (long) settings.ef())
              .put("seconds to build, 1 thread", seconds)
              .put("seconds of its CPU", cpuSeconds)
              .put("MiB of the file", bytes(index) / MIB)
              .put("queries/s, exact", exact.perSecond());
      for (int ef : CANDIDATES) {
        Answers found = Answers.of(index.withEf(ef), items, loop);
        double recall = IndexRecall.of(exact.lists(), found.lists(), K).value();
        figures.put("recall@%d, ef %d".formatted(K, ef), recall);
        figures.put("queries/s, ef %d".formatted(ef), found.perSecond());
      }
      return figures.put("MiB of the process at its peak so far", ProcessMemory.peakBytes() / MIB);
    }
  }

  /**
   * The answers to all queries.
   *
   * @param perSecond queries in a second, in the second of two rounds, when all code is compiled
   */
  private record Answers(List<RankedList> lists, double perSecond) {
    static Answers of(CodeSearch search, int[] items, ParallelLoop loop) {
      search.similar(items, K, loop);
      long start = System.nanoTime();
      List<RankedList> lists = search.similar(items, K, loop);
      return new Answers(lists, items.length / ((System.nanoTime() - start) * 1e-9));
    }
  }

  private static long bytes(CodeIndex index) {
    CountedBytes counted = new CountedBytes();
    try {
      index.save(counted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return counted.bytes;
  }

  /** Counts what is written to it. */
  private static final class CountedBytes extends OutputStream {
    private long bytes;

    @Override
    public void write(int one) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int from, int length) {
      bytes += length;
    }
  }
}
