package io.nocturne.model.metric;

import io.nocturne.model.Popularity;

/**
 * Sum of 1 / log2(rank + 1) over the ranks of the hits (from 1), divided by the same sum for a list
 * that starts with min(k, |T|) hits: Järvelin and Kekäläinen, "Cumulated Gain-Based Evaluation of
 * IR Techniques", TOIS 2002, with the binary gain and the truncated ideal of Liang et al. 2018.
 */
public final class Ndcg extends RankingMetric {
  private static final long serialVersionUID = 1L;

  private static final double LN_2 = StrictMath.log(2);

  /** Takes the cut-off, 1 or more. */
  public Ndcg(int cutoff) {
    super("ndcg", cutoff);
  }

  @Override
  public double of(Evidence user, Popularity popularity) {
    int depth = user.depth(cutoff());
    double gain = 0;
    for (int place = 0; place < depth; place++) {
      gain += user.isHit(place) ? discount(place + 1) : 0;
    }
    double ideal = 0;
    int most = Math.min(cutoff(), user.targets().length);
    for (int rank = 1; rank <= most; rank++) {
      ideal += discount(rank);
    }
    return gain / ideal;
  }

  /** StrictMath, because Math.log may give other last bits on another CPU. */
  private static double discount(int rank) {
    return LN_2 / StrictMath.log(rank + 1.0);
  }
}
