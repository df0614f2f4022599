package io.nocturne.math.linear;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What a sparse Gram matrix will hold, estimated from the exact rows of a few items before it is
 * computed: all of the 64 most popular items, and 64 evenly spaced ranks of each following octave,
 * 64 to 127, 128 to 255 and so on, as rows shrink with popularity.
 */
public final class GramSurvey implements Serializable {
  /** The parts in which the sampled ranks are surveyed; the last digits depend on it. */
  public static final int PARTS = 8;

  /** Thresholds whose effect is estimated: up to this. */
  public static final int THRESHOLDS = 64;

  private static final long serialVersionUID = 1;

  private static final int PER_OCTAVE = 64;

  /** Half of the products of the sampled rows by their floor, up to {@link #THRESHOLDS}. */
  private final double[] byProduct = new double[THRESHOLDS + 1];

  /** For each sampled rank the similarities of its neighbours, and how many ranks it stands for. */
  private final ArrayList<float[]> similarities = new ArrayList<>();

  private final ArrayList<Double> shares = new ArrayList<>();

  private GramSurvey() {}

  /** The sampled ranks of a part, ascending. */
  public static int[] sample(int part, int items) {
    return Arrays.stream(sample(items)).filter(rank -> rank % PARTS == part).toArray();
  }

  /** All ranks that are sampled, ascending. */
  public static int[] sample(int items) {
    TreeSet<Integer> ranks = new TreeSet<>();
    for (int r = 0; r < Math.min(items, PER_OCTAVE); r++) {
      ranks.add(r);
    }
    for (long first = PER_OCTAVE; first < items; first *= 2) {
      long size = Math.min(first, items - first);
      long taken = Math.min(size, PER_OCTAVE);
      for (long k = 0; k < taken; k++) {
        ranks.add((int) (first + (2 * k + 1) * size / (2 * taken)));
      }
    }
    return ranks.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The number of ranks that a sampled one stands for. */
  private static double share(int rank, int items) {
    if (rank < PER_OCTAVE) {
      return 1;
    }
    long first = Integer.highestOneBit(rank);
    long size = Math.min(first, items - first);
    return (double) size / Math.min(size, PER_OCTAVE);
  }

  /**
   * Surveys the sampled ranks of a part.
   *
   * @param rows over these ranks
   * @param rule its least similarity is taken to be 0
   */
  public static GramSurvey of(int part, GramRows rows, RankedItems items, GramRule rule) {
    GramSurvey survey = new GramSurvey();
    NeighbourChoice choice = new NeighbourChoice(items, rule.withLeast(0));
    int[] wanted = sample(part, items.items());
    for (int place = 0; place < wanted.length; place++) {
      rows.compute(place);
      double share = share(wanted[place], items.items());
      for (int k = 0; k < rows.size(); k++) {
        double product = Math.abs(rows.product(rows.rank(k)));
        if (product > 0 && rows.rank(k) != wanted[place]) {
          survey.byProduct[(int) Math.min(THRESHOLDS, product)] += share / 2;
        }
      }
      float[] chosen = new float[choice.choose(wanted[place], rows)];
      for (int k = 0; k < chosen.length; k++) {
        chosen[k] = choice.similarity(k);
      }
      survey.similarities.add(chosen);
      survey.shares.add(share);
    }
    return survey;
  }

  /** Joins the surveys of all parts, in their order. */
  public static GramSurvey sum(List<GramSurvey> surveys) {
    GramSurvey sum = new GramSurvey();
    for (GramSurvey each : surveys) {
      for (int k = 0; k <= THRESHOLDS; k++) {
        sum.byProduct[k] += each.byProduct[k];
      }
      sum.similarities.addAll(each.similarities);
      sum.shares.addAll(each.shares);
    }
    return sum;
  }

  /** The expected number of pairs that a threshold keeps. */
  public double pairs(double threshold) {
    double pairs = 0;
    for (int product = THRESHOLDS; product >= Math.min(THRESHOLDS, (int) threshold); product--) {
      pairs += byProduct[product];
    }
    return pairs;
  }

  /**
   * The least similarity with which all items together have at most so many neighbours; 0 if they
   * never have more.
   */
  public double least(double neighbours) {
    int size = similarities.stream().mapToInt(each -> each.length).sum();
    // the similarity falling, and the sampled row below it
    long[] keys = new long[size];
    int at = 0;
    for (int row = 0; row < similarities.size(); row++) {
      for (float similarity : similarities.get(row)) {
        keys[at++] =
            ((long) (Integer.MAX_VALUE - Float.floatToIntBits(similarity)) << Integer.SIZE) | row;
      }
    }
    Arrays.sort(keys);
    double above = 0;
    for (long key : keys) {
      above += shares.get((int) key);
      if (above > neighbours) {
        return Math.nextUp(Float.intBitsToFloat(Integer.MAX_VALUE - (int) (key >>> Integer.SIZE)));
      }
    }
    return 0;
  }

  /** The expected sum over items of a power of the number of neighbours. */
  public double neighbours(double least, int power) {
    double sum = 0;
    for (int row = 0; row < similarities.size(); row++) {
      int count = 0;
      for (float similarity : similarities.get(row)) {
        count += similarity >= least ? 1 : 0;
      }
      sum += shares.get(row) * Math.pow(count, power);
    }
    return sum;
  }
}
