package io.nocturne.nn;

import io.nocturne.math.SplitMix64;
import java.util.Arrays;

/**
 * Draws the negatives of a {@link SampledSoftmax} and knows how likely each item is a candidate.
 */
final class NegativeSampler {
  private final int draws;
  private final double[] cumulative;
  private final float[] logInclusion;
  private int[] buffer = new int[0];

  /**
   * @param counts how many users have each item, [items]
   * @param users how many users there are
   * @param batch how many of them a batch has
   */
  NegativeSampler(SampledSoftmax settings, float[] counts, long users, int batch) {
    this.draws = settings.negatives();
    double[] probabilities = probabilities(settings, counts);
    cumulative = new double[counts.length];
    logInclusion = new float[counts.length];
    // The others of a batch are drawn without replacement: half-way there are fewer to draw from.
    double amongOthers = Math.max(1, users - 1 - (batch - 2) / 2.0);
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += probabilities[i];
      cumulative[i] = sum;
      // not among the other rows' targets, and never drawn
      double share = Math.min(1 - 1e-9, counts[i] / amongOthers);
      double logAbsent =
          (batch - 1) * StrictMath.log1p(-share) + draws * StrictMath.log1p(-probabilities[i]);
      logInclusion[i] = (float) StrictMath.log(-StrictMath.expm1(logAbsent));
    }
  }

  private static double[] probabilities(SampledSoftmax settings, float[] counts) {
    double[] probabilities = new double[counts.length];
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      probabilities[i] = StrictMath.pow(counts[i], settings.alpha());
      sum += probabilities[i];
    }
    double uniform = settings.uniformShare() / counts.length;
    for (int i = 0; i < counts.length; i++) {
      double popular = sum == 0 ? 1.0 / counts.length : probabilities[i] / sum;
      probabilities[i] = (1 - settings.uniformShare()) * popular + uniform;
    }
    return probabilities;
  }

  int draws() {
    return draws;
  }

  /** The logarithm of the probability that an item is a candidate of a row that has not met it. */
  float logInclusion(int item) {
    return logInclusion[item];
  }

  int draw(SplitMix64 random) {
    double at = random.nextDouble() * cumulative[cumulative.length - 1];
    int place = Arrays.binarySearch(cumulative, at);
    // found exactly: the number belongs to the next item
    return Math.min(cumulative.length - 1, place >= 0 ? place + 1 : -place - 1);
  }

  /** An array for so many targets and the draws. */
  int[] buffer(int targets) {
    buffer = Batch.grown(buffer, targets + draws);
    return buffer;
  }

  /** The first {@code count} of {@code chosen}, in the batch's own array. */
  int[] keep(Batch batch, int[] chosen, int count) {
    int[] kept = Batch.grown(batch.candidateBuffer, count);
    System.arraycopy(chosen, 0, kept, 0, count);
    batch.candidateBuffer = kept;
    return kept;
  }
}
