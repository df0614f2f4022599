package io.nocturne.model.metric;

import io.nocturne.model.Popularity;
import java.util.Arrays;

/**
 * A custom metric over all lists together: the Gini index of the numbers of lists that have each
 * item in the first k; 0 if all are equal.
 */
public final class Gini implements Metric {
  private static final long serialVersionUID = 1L;

  private final int cutoff;

  /** A metric with a cut-off of 1 or more. */
  public Gini(int cutoff) {
    this.cutoff = cutoff;
  }

  @Override
  public int cutoff() {
    return cutoff;
  }

  @Override
  public String name() {
    return "gini@" + cutoff;
  }

  @Override
  public boolean lowerIsBetter() {
    return true;
  }

  @Override
  public MetricSum sum(Popularity popularity, PoissonBootstrap bootstrap) {
    return new Counts(cutoff, popularity.items());
  }

  /** The number of lists that have each item. */
  private static final class Counts implements MetricSum {
    private static final long serialVersionUID = 1L;

    private final int cutoff;
    private final long[] counts;
    private long users;

    Counts(int cutoff, int items) {
      this.cutoff = cutoff;
      this.counts = new long[items];
    }

    @Override
    public void add(Evidence user, Popularity popularity) {
      if (!user.hasList()) {
        return;
      }
      for (int place = 0; place < user.depth(cutoff); place++) {
        counts[user.list()[place]]++;
      }
      users++;
    }

    @Override
    public void merge(MetricSum next) {
      Counts other = (Counts) next;
      Arrays.setAll(counts, item -> counts[item] + other.counts[item]);
      users += other.users;
    }

    @Override
    public long users() {
      return users;
    }

    @Override
    public Estimate estimate() {
      long[] sorted = counts.clone();
      Arrays.sort(sorted);
      double sum = 0;
      for (int k = 0; k < sorted.length; k++) {
        sum += (2.0 * k + 1 - sorted.length) * sorted[k];
      }
      return Estimate.exact(sum / (sorted.length * Arrays.stream(sorted).sum()));
    }
  }
}
