package io.nocturne.spark.train.state;

/**
 * Sums the workers' results for one block, in the order of the workers, as float sums depend on it.
 * The sum is in double precision; with one worker, the mean is exactly its result.
 */
public final class BlockSum {
  private final int block;
  private final byte[] before;
  private final float[] old;
  private final double allExamples;
  private final double[] sum;
  private final double[] squares;
  private int workers;
  private long received;

  /**
   * @param before the block at the start of the round
   * @param workers the number of workers
   * @param allExamples the number of examples all of them have trained on in this round
   */
  public BlockSum(int block, byte[] before, int workers, long allExamples) {
    this.block = block;
    this.before = before;
    this.old = BlockBytes.floats(before);
    this.allExamples = allExamples;
    this.sum = new double[before.length / Float.BYTES];
    this.squares = new double[workers];
  }

  /** Adds the result of the next worker. */
  public void add(BlockPart part) {
    float[] now = old.clone();
    BlockPatch.apply(part.patch(), now);
    double weight = allExamples == 0 ? 1.0 / squares.length : part.examples() / allExamples;
    double square = 0;
    for (int k = 0; k < now.length; k++) {
      // not added to zero: 0 + -0 is not -0
      sum[k] = workers == 0 ? weight * now[k] : sum[k] + weight * now[k];
      double change = (double) now[k] - old[k];
      square += change * change;
    }
    squares[workers++] = square;
    received += part.patch().length;
  }

  /** Returns the mean over all workers. */
  public BlockMean mean() {
    if (workers != squares.length) {
      throw new IllegalStateException(
          "Block %d was received from %d of %d workers".formatted(block, workers, squares.length));
    }
    float[] mean = new float[sum.length];
    double square = 0;
    for (int k = 0; k < mean.length; k++) {
      mean[k] = (float) sum[k];
      double change = (double) mean[k] - old[k];
      square += change * change;
    }
    return new BlockMean(
        block, BlockPatch.between(before, BlockBytes.of(mean)), received, square, squares);
  }
}
