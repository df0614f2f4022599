package io.nocturne.model.index;

import io.nocturne.math.ParallelLoop;
import io.nocturne.model.RankedList;
import java.util.List;

/**
 * How much of the exact answer an index finds: the mean over queries of the share of the {@code k}
 * nearest codes. Another code that is as near as the last of them counts as well.
 *
 * @param k the number of nearest codes
 * @param queries the number of codes whose nearest others were looked for
 * @param value 0 to 1; 1 without queries
 */
public record IndexRecall(int k, int queries, double value) {
  /** What the last digits of two ways to compute a cosine may differ by. */
  private static final float ROUNDING = 2e-6f;

  /**
   * Compares the answers for codes that are evenly spaced among all.
   *
   * @param queries the maximum number of them
   */
  public static IndexRecall measure(
      CodeSearch exact, CodeSearch index, int k, int queries, ParallelLoop loop) {
    int[] items = sample(exact.count(), queries);
    return of(exact.similar(items, k, loop), index.similar(items, k, loop), k);
  }

  /** The codes that are looked up, the same in each run: evenly spaced. */
  public static int[] sample(int count, int queries) {
    int[] items = new int[Math.min(count, queries)];
    for (int q = 0; q < items.length; q++) {
      items[q] = (int) ((long) q * count / items.length);
    }
    return items;
  }

  /** Compares answers, query by query. */
  public static IndexRecall of(List<RankedList> exact, List<RankedList> found, int k) {
    double sum = 0;
    for (int q = 0; q < exact.size(); q++) {
      sum += share(exact.get(q), found.get(q));
    }
    return new IndexRecall(k, exact.size(), exact.isEmpty() ? 1 : sum / exact.size());
  }

  private static double share(RankedList exact, RankedList found) {
    if (exact.size() == 0) {
      return 1;
    }
    float last = exact.scores()[exact.size() - 1] - ROUNDING;
    int hits = found.atLeast(last).size();
    return (double) Math.min(hits, exact.size()) / exact.size();
  }
}
