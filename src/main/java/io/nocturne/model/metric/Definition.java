package io.nocturne.model.metric;

import java.util.Arrays;

/**
 * What each ranking metric means, here and nowhere else.
 *
 * <p>One user's list is {@code ranked[0 .. depth)}, best first; {@code T} is the set of held-out
 * targets; {@code k} the cut-off; {@code depth} at most k, and below k when the user has fewer
 * items left to recommend. A hit is a listed item that is in T; gains are binary. Every value lies
 * between 0 and 1, and is then averaged over the users that have at least one target.
 */
enum Definition {
  /**
   * Hits over min(k, |T|), so that 1 can be reached: Liang et al., "Variational Autoencoders for
   * Collaborative Filtering", WWW 2018.
   */
  RECALL("recall") {
    @Override
    double of(int[] ranked, int depth, int[] targets, int k) {
      return (double) hits(ranked, depth, targets) / Math.min(k, targets.length);
    }
  },

  /** Hits over |T|: the recall of He et al., "LightGCN", SIGIR 2020, and of its code. */
  RECALL_ALL("recall-all") {
    @Override
    double of(int[] ranked, int depth, int[] targets, int k) {
      return (double) hits(ranked, depth, targets) / targets.length;
    }
  },

  /**
   * Hits over k, also where the list is shorter than k: Herlocker et al., "Evaluating Collaborative
   * Filtering Recommender Systems", TOIS 2004, with the cut-off as the list's length.
   */
  PRECISION("precision") {
    @Override
    double of(int[] ranked, int depth, int[] targets, int k) {
      return (double) hits(ranked, depth, targets) / k;
    }
  },

  /**
   * Sum of 1 / log2(rank + 1) over the hits' ranks (from 1), divided by the same sum for a list
   * that starts with min(k, |T|) hits: Järvelin and Kekäläinen, "Cumulated Gain-Based Evaluation of
   * IR Techniques", TOIS 2002, with the binary gain and the truncated ideal of Liang et al. 2018.
   */
  NDCG("ndcg") {
    @Override
    double of(int[] ranked, int depth, int[] targets, int k) {
      double gain = 0;
      for (int i = 0; i < depth; i++) {
        gain += hit(ranked[i], targets) ? discount(i + 1) : 0;
      }
      double ideal = 0;
      for (int rank = 1; rank <= Math.min(k, targets.length); rank++) {
        ideal += discount(rank);
      }
      return gain / ideal;
    }
  },

  /**
   * Average precision: the sum, over the hits' ranks r, of the precision of the first r, divided by
   * min(k, |T|). Buckley and Voorhees, "Evaluating Evaluation Measure Stability", SIGIR 2000,
   * truncated at k as in RecBole (Zhao et al., CIKM 2021).
   */
  MAP("map") {
    @Override
    double of(int[] ranked, int depth, int[] targets, int k) {
      int hits = 0;
      double sum = 0;
      for (int i = 0; i < depth; i++) {
        if (hit(ranked[i], targets)) {
          hits++;
          sum += (double) hits / (i + 1);
        }
      }
      return sum / Math.min(k, targets.length);
    }
  },

  /**
   * One over the rank of the first hit, 0 when the first k hold none: Voorhees, "The TREC-8
   * Question Answering Track Report", 1999.
   */
  MRR("mrr") {
    @Override
    double of(int[] ranked, int depth, int[] targets, int k) {
      for (int i = 0; i < depth; i++) {
        if (hit(ranked[i], targets)) {
          return 1.0 / (i + 1);
        }
      }
      return 0;
    }
  },

  /**
   * 1 when at least one of the first k is a hit, 0 otherwise: Deshpande and Karypis, "Item-Based
   * Top-N Recommendation Algorithms", TOIS 2004; against the whole catalogue, never against sampled
   * negatives.
   */
  HIT_RATE("hit-rate") {
    @Override
    double of(int[] ranked, int depth, int[] targets, int k) {
      return hits(ranked, depth, targets) > 0 ? 1 : 0;
    }
  };

  private static final double LN_2 = StrictMath.log(2);

  private final String stem;

  Definition(String stem) {
    this.stem = stem;
  }

  /** The name without its cut-off, such as {@code recall}. */
  String stem() {
    return stem;
  }

  /** The value for one user; {@code depth <= k}, targets ascending and not empty. */
  abstract double of(int[] ranked, int depth, int[] targets, int k);

  private static int hits(int[] ranked, int depth, int[] targets) {
    int hits = 0;
    for (int i = 0; i < depth; i++) {
      hits += hit(ranked[i], targets) ? 1 : 0;
    }
    return hits;
  }

  private static boolean hit(int item, int[] targets) {
    return Arrays.binarySearch(targets, item) >= 0;
  }

  /** StrictMath, because Math.log may give other last bits on another CPU. */
  private static double discount(int rank) {
    return LN_2 / StrictMath.log(rank + 1.0);
  }
}
