package io.nocturne.nn.batch;

import io.nocturne.math.SplitMix64;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Draws the negatives of a {@link SampledSoftmax} and knows how likely each item is a candidate.
 */
public final class NegativeSampler {
  private final int draws;
  private final double[] cumulative;
  private final float[] logInclusion;
  private int[] buffer = new int[0];

  /**
   * @param counts how many users have each item, [items]
   * @param users how many users there are
   * @param batch how many of them a batch has
   */
  public NegativeSampler(SampledSoftmax settings, float[] counts, long users, int batch) {
    this.draws = settings.negatives();
    double[] probabilities = probabilities(settings, counts);
    cumulative = new double[counts.length];
    logInclusion = new float[counts.length];
    Map<Float, Double> logAbsences = new HashMap<>();
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += probabilities[i];
      cumulative[i] = sum;
      // not among the other rows' targets, and never drawn
      double logAbsent =
          logAbsences.computeIfAbsent(counts[i], count -> logAbsence(count, users, batch))
              + draws * StrictMath.log1p(-probabilities[i]);
      logInclusion[i] = (float) StrictMath.log(-StrictMath.expm1(logAbsent));
    }
  }

  /**
   * The logarithm of the probability that none of {@code count} users is among the {@code batch -
   * 1} others of a row that are drawn without replacement: C(u - count, b) / C(u, b), of u others
   * and b drawn, as a product of the fewer factors.
   */
  private static double logAbsence(double count, long users, int batch) {
    double others = users - 1.0;
    double drawn = Math.min(batch - 1, others);
    double most = Math.max(count, drawn);
    double sum = 0;
    for (int k = 0; k < Math.min(count, drawn); k++) {
      double left = others - most - k;
      if (left <= 0) {
        return Double.NEGATIVE_INFINITY; // fewer users are without it
      }
      sum += StrictMath.log(left / (others - k));
    }
    return sum;
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

  /**
   * The logarithm of the probability that an item is a candidate of a row that does not have it.
   */
  float logInclusion(int item) {
    return logInclusion[item];
  }

  int draw(SplitMix64 random) {
    double at = random.nextDouble() * cumulative[cumulative.length - 1];
    int place = Arrays.binarySearch(cumulative, at);
    // found exactly: the number belongs to the next item
    return Math.min(cumulative.length - 1, place >= 0 ? place + 1 : -place - 1);
  }

  /** An array for the targets and the draws. */
  int[] buffer(int targets) {
    int most = (int) Math.min(cumulative.length, (long) targets + draws); // each item once
    buffer = Batch.grown(buffer, most);
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
