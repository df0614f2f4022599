package io.nocturne.nn.parameter;

/**
 * How often each item occurs in the training rows: what the biases of a logistic output start from.
 *
 * @param counts how many rows have each item, [items]
 * @param weights the sum of each item's weights over these rows, [items]; equal to the counts where
 *     all weights are 1
 * @param rows how many rows there are, those without any item included
 */
public record ItemFrequencies(float[] counts, float[] weights, long rows) {
  /**
   * Added to the weight of an item and to what is missing to its limit, so that both are above 0.
   */
  private static final double SMOOTHING = 0.5;

  /** The frequencies where all weights are 1. */
  public static ItemFrequencies of(float[] counts, long rows) {
    return new ItemFrequencies(counts, counts, rows);
  }

  /**
   * Sets biases to the log-odds of each item over all rows: the scores at which the cross-entropy
   * of all items is least for a model that knows nothing of a history. With the Haldane-Anscombe
   * correction, log((w + 1/2) / (n - w + 1/2)) of a weight w in n rows (Haldane, "The estimation
   * and significance of the logarithm of a ratio of frequencies", 1956; Anscombe, "On estimating
   * binomial response relations", 1956): finite for an item that no row or every row has, and the
   * estimate of the least bias elsewhere.
   */
  public void logOdds(BlockArray biases) {
    logOdds(biases, 1);
  }

  /**
   * Sets biases to the log-odds of each item where each row has only some of the items that it
   * lacks as targets of weight 0, drawn evenly. The share q that is drawn raises the log-odds of an
   * item by -log q (Prentice and Pyke, "Logistic disease incidence models and case-control
   * studies", 1979); the denominator is the expected number of its draws.
   *
   * @param negatives how many items are drawn for each that a row has
   */
  public void logOddsOfDrawn(double negatives, BlockArray biases) {
    logOdds(biases, drawnShare(negatives));
  }

  private void logOdds(BlockArray biases, double share) {
    for (int i = 0; i < counts.length; i++) {
      double targets = counts[i] + share * (rows - counts[i]);
      double missing = Math.max(0, targets - weights[i]); // a sum of floats may be a little more
      // StrictMath: the same bits on every JVM
      biases.floats()[i] = (float) StrictMath.log((weights[i] + SMOOTHING) / (missing + SMOOTHING));
    }
  }

  /** The share of the items it lacks that a row of mean length draws; at most all of them. */
  private double drawnShare(double negatives) {
    double sum = 0;
    for (float count : counts) {
      sum += count;
    }
    double length = sum / Math.max(1, rows);
    double lacking = counts.length - length;
    return lacking <= 0 ? 1 : Math.min(1, negatives * length / lacking);
  }
}
