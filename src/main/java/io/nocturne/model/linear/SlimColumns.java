package io.nocturne.model.linear;

import io.nocturne.math.Kernels;
import io.nocturne.math.linear.ColumnSolver;
import io.nocturne.math.linear.RankedItems;
import io.nocturne.math.linear.SparseColumn;
import io.nocturne.math.linear.SparseGram;
import java.util.Arrays;

/**
 * SLIM: an item's column w of B minimises 1/2 |x_j - X w|^2 + l2/2 |w|^2 + l1 |w|_1 with w_j = 0
 * and, in the paper, w >= 0 (X. Ning and G. Karypis, "SLIM: Sparse Linear Methods for Top-N
 * Recommender Systems", ICDM 2011, eq. 2 and 3), over the item's neighbours only (its section on
 * fsSLIM). Items without a common user are no neighbours: without negative weights theirs would be
 * 0 anyway.
 *
 * <p>By coordinate descent on the Gram matrix of the neighbours (J. Friedman, T. Hastie and R.
 * Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent", 2010,
 * section 2.2, covariance updates): with the gradients q = X'(x_j - X w), a coordinate becomes w_k
 * = soft(q_k + g_kk w_k, l1) / (g_kk + l2). A sweep over all neighbours is followed by sweeps over
 * those that are not 0 until these are still; it ends with a sweep over all that changes nothing.
 */
public final class SlimColumns implements ColumnSolver {
  private static final long serialVersionUID = 1;

  /** A change is small if it moves scores of the item's users by less, relative to its norm. */
  private static final double TOLERANCE = 3e-5;

  private static final int MOST_SWEEPS = 200;

  private final double l1;
  private final double l2;
  private final boolean isNonNegative;

  /**
   * @param l1 the L1 penalty, 0 or more
   * @param l2 the L2 penalty, 0 or more; one of the two above 0
   * @param isNonNegative whether weights may not be below 0, as in the paper
   */
  public SlimColumns(double l1, double l2, boolean isNonNegative) {
    if (!(l1 >= 0) || !(l2 >= 0) || l1 + l2 == 0) {
      throw new IllegalArgumentException(
          "Invalid penalties: l1 %s, l2 %s (expected 0 or more, not both 0)".formatted(l1, l2));
    }
    this.l1 = l1;
    this.l2 = l2;
    this.isNonNegative = isNonNegative;
  }

  @Override
  public Worker on(SparseGram gram) {
    return new Columns(gram);
  }

  private final class Columns implements Worker {
    private final Kernels kernels = Kernels.get();
    private final SparseGram gram;
    private final RankedItems items;
    private final int[] placeOf;
    private float[] square = new float[0];
    private float[] gradients = new float[0];
    private float[] weights = new float[0];

    Columns(SparseGram gram) {
      this.gram = gram;
      this.items = gram.items();
      this.placeOf = new int[items.items()];
    }

    @Override
    public SparseColumn solve(int rank) {
      int[] neighbours = gram.neighbours(rank);
      int m = neighbours.length;
      if (m == 0) {
        return SparseColumn.empty();
      }
      int n = m + 1;
      int[] ranks = Arrays.copyOf(neighbours, n);
      ranks[m] = rank;
      if (gradients.length < n) {
        gradients = new float[n + n / 4 + 16];
        weights = new float[gradients.length];
        square = new float[gradients.length * gradients.length];
      }
      gram.copy(ranks, square, placeOf);
      System.arraycopy(square, m * n, gradients, 0, m);
      Arrays.fill(weights, 0, m, 0f);
      double least = TOLERANCE * Math.sqrt(items.square(rank));
      for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
        if (sweep(m, n, false) <= least) {
          break;
        }
        while (sweep < MOST_SWEEPS && sweep(m, n, true) > least) {
          sweep++;
        }
      }
      return column(ranks, m);
    }

    /** Returns the largest change of a coordinate, as a change of the scores' norm. */
    private double sweep(int m, int n, boolean ofNonZero) {
      double largest = 0;
      for (int k = 0; k < m; k++) {
        float old = weights[k];
        if (ofNonZero && old == 0) {
          continue;
        }
        float diagonal = square[k * n + k];
        float updated = coordinate(gradients[k] + (double) diagonal * old, diagonal);
        if (updated != old) {
          weights[k] = updated;
          kernels.axpy(old - updated, square, k * n, gradients, 0, m);
          largest = Math.max(largest, Math.abs(updated - old) * Math.sqrt(diagonal + l2));
        }
      }
      return largest;
    }

    private float coordinate(double product, double diagonal) {
      double above = Math.abs(product) - l1;
      if (above <= 0 || (isNonNegative && product < 0) || diagonal + l2 == 0) {
        return 0;
      }
      return (float) (Math.copySign(above, product) / (diagonal + l2));
    }

    private SparseColumn column(int[] ranks, int m) {
      int kept = 0;
      for (int k = 0; k < m; k++) {
        kept += weights[k] != 0 ? 1 : 0;
      }
      int[] rows = new int[kept];
      float[] values = new float[kept];
      int at = 0;
      for (int k = 0; k < m; k++) {
        if (weights[k] != 0) {
          rows[at] = items.item(ranks[k]);
          values[at++] = weights[k];
        }
      }
      return new SparseColumn(rows, values, false);
    }
  }
}
