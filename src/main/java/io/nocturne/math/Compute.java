package io.nocturne.math;

/**
 * What a network computes with. Work is cut into blocks that do not depend on the number of
 * threads, so neither do the results.
 */
public record Compute(ParallelLoop loop, Sgemm sgemm, Kernels kernels) {
  /** How many rows of a batch one turn of a loop takes. */
  public static final int ROWS = 64;

  /** The fastest kernels that this JVM has, on this number of threads. */
  public static Compute on(ParallelLoop loop) {
    return new Compute(loop, Sgemm.get(), Kernels.get());
  }

  /** Calls {@code block} with each block of at most {@link #ROWS} rows, on all threads. */
  public void byRows(int rows, Range block) {
    byBlocks(rows, ROWS, block);
  }

  /** Calls {@code block} with the blocks of {@code count} things, on all threads. */
  public void byBlocks(int count, int size, Range block) {
    loop.run(
        (int) (((long) count + size - 1) / size),
        turn -> block.run(turn * size, (int) Math.min(count, (turn + 1L) * size)));
  }

  /** Does something with the things from {@code from} (inclusive) to {@code to} (exclusive). */
  public interface Range {
    void run(int from, int to);
  }
}
