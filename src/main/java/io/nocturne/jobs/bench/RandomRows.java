package io.nocturne.jobs.bench;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import java.util.BitSet;

/** Random histories with the same number of distinct items each. */
public final class RandomRows {
  private RandomRows() {}

  /**
   * @param skew item i is drawn as items u^skew with u uniform: 1 draws all alike, more favours the
   *     first ones
   */
  static SparseRows of(int users, int items, int interactions, double skew) {
    SplitMix64 random = new SplitMix64(1);
    SparseRowsBuilder rows = SparseRows.builder(items);
    for (int user = 0; user < users; user++) {
      BitSet history = new BitSet();
      while (history.cardinality() < Math.min(interactions, items)) {
        history.set((int) (items * StrictMath.pow(random.nextDouble(), skew)));
      }
      rows.add(history.stream().toArray());
    }
    return rows.build();
  }
}
