package io.nocturne.spark.train.state;

/**
 * Adds up what the workers have made of one block, in the order of the workers: float sums depend
 * on it. The sum is in double precision; with one worker, the mean is exactly what it has made.
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
   * @param before the block as the round began with it
   * @param workers how many there are
   * @param allExamples how many all of them have learnt from in this round
   */
  public BlockSum(int block, byte[] before, int workers, long allExamples) {
    this.block = block;
    this.before = before;
    this.old = BlockBytes.floats(before);
    this.allExamples = allExamples;
    this.sum = new double[before.length / Float.BYTES];
    this.squares = new double[workers];
  }

  /** Adds the next worker's. */
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

  /** The mean over all workers, of whom none may be missing. */
  public BlockMean mean() {
    if (workers != squares.length) {
      throw new IllegalStateException(
          "Block %d has come from %d of %d workers".formatted(block, workers, squares.length));
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
