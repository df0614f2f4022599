package io.nocturne.math;

/**
 * The means of computation of a network: threads, matrix products and kernels. Work is divided into
 * blocks independently of the number of threads, so results do not depend on it either.
 */
public record Compute(ParallelLoop loop, Sgemm sgemm, Kernels kernels) {
  /** Rows of a batch per turn of a loop. */
  public static final int ROWS = 64;

  /** This JVM's matrix products and kernels, on the threads of {@code loop}. */
  public static Compute on(ParallelLoop loop) {
    return new Compute(loop, Sgemm.get(), Kernels.get());
  }

  /** Calls {@code block} with each block of at most {@link #ROWS} rows, on all threads. */
  public void byRows(int rows, Range block) {
    byBlocks(rows, ROWS, block);
  }

  /**
   * Calls {@code block} with each block of at most {@code size} of {@code count} elements, on all
   * threads.
   */
  public void byBlocks(int count, int size, Range block) {
    loop.run(
        (int) (((long) count + size - 1) / size),
        turn -> block.run(turn * size, (int) Math.min(count, (turn + 1L) * size)));
  }

  /** Processes the elements from {@code from} (inclusive) to {@code to} (exclusive). */
  public interface Range {
    void run(int from, int to);
  }
}
