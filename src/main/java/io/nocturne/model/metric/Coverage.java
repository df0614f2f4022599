package io.nocturne.model.metric;

import io.nocturne.model.Popularity;
import java.util.BitSet;

/**
 * Catalogue coverage: the share of all items that appear in at least one user's first k. Ge,
 * Delgado-Battenfeld and Jannach, "Beyond Accuracy: Evaluating Recommender Systems by Coverage and
 * Serendipity", RecSys 2010. It is a property of all lists together, without an interval; the
 * result does not depend on the order of adding or merging.
 */
public final class Coverage implements Metric {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final int cutoff;

  /** Takes the cut-off, 1 or more. */
  public Coverage(int cutoff) {
    this.name = Metrics.name("coverage", cutoff);
    this.cutoff = cutoff;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int cutoff() {
    return cutoff;
  }

  @Override
  public MetricSum sum(Popularity popularity, PoissonBootstrap bootstrap) {
    return new Shown(cutoff, popularity.items());
  }

  /** The items shown to anyone. */
  private static final class Shown implements MetricSum {
    private static final long serialVersionUID = 1L;

    private final int cutoff;
    private final int items;
    private final BitSet shown;
    private long users;

    Shown(int cutoff, int items) {
      this.cutoff = cutoff;
      this.items = items;
      this.shown = new BitSet(items);
    }

    @Override
    public void add(Evidence user, Popularity popularity) {
      if (!user.hasList()) {
        return;
      }
      int depth = user.depth(cutoff);
      for (int place = 0; place < depth; place++) {
        shown.set(user.list()[place]);
      }
      users++;
    }

    @Override
    public void merge(MetricSum next) {
      Shown other = (Shown) next;
      if (other.cutoff != cutoff || other.items != items) {
        throw new IllegalArgumentException(
            "Cannot merge coverage: the first %d of %d items into the first %d of %d items"
                .formatted(other.cutoff, other.items, cutoff, items));
      }
      shown.or(other.shown);
      users += other.users;
    }

    @Override
    public long users() {
      return users;
    }

    @Override
    public Estimate estimate() {
      if (users == 0) {
        throw new IllegalStateException("Invalid number of users: 0 (expected 1 or more)");
      }
      return Estimate.exact((double) shown.cardinality() / items);
    }
  }
}
