package io.nocturne.math.linear;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Slow products of small data, to compare with, and such data. */
public final class DenseGram {
  private DenseGram() {}

  /** Rows in which low items are popular; weights of 1, or with fractions. */
  public static SparseRows rows(long seed, int users, int items, boolean fractions) {
    SplitMix64 random = new SplitMix64(seed);
    SparseRowsBuilder rows = SparseRows.builder(items);
    for (int user = 0; user < users; user++) {
      int[] found = new int[items];
      float[] weights = new float[items];
      int size = 0;
      for (int item = 0; item < items; item++) {
        if (random.nextDouble() < .7 / (1 + .2 * item) + .05) {
          weights[size] = fractions ? .1f + random.nextFloat() : 1;
          found[size++] = item;
        }
      }
      rows.add(Arrays.copyOf(found, size), Arrays.copyOf(weights, size));
    }
    return rows.build();
  }

  /** The same and a user with every item, so that no product is 0. */
  public static SparseRows withABot(SparseRows rows) {
    SparseRowsBuilder more = SparseRows.builder(rows.columns());
    for (int user = 0; user < rows.rows(); user++) {
      more.add(rows.indices(user), rows.values(user));
    }
    return more.add(IntStream.range(0, rows.columns()).toArray()).build();
  }

  /** X'X, user by user. */
  public static double[][] of(SparseRows rows) {
    double[][] gram = new double[rows.columns()][rows.columns()];
    for (int user = 0; user < rows.rows(); user++) {
      for (int a = rows.start(user); a < rows.end(user); a++) {
        for (int b = rows.start(user); b < rows.end(user); b++) {
          gram[rows.index(a)][rows.index(b)] += (double) rows.value(a) * rows.value(b);
        }
      }
    }
    return gram;
  }
}
