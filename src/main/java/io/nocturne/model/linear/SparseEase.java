package io.nocturne.model.linear;

import io.nocturne.math.linear.ColumnSolver;
import io.nocturne.math.linear.LastColumn;
import io.nocturne.math.linear.RankedItems;
import io.nocturne.math.linear.Similarity;
import io.nocturne.math.linear.SparseColumn;
import io.nocturne.math.linear.SparseGram;
import java.util.Arrays;

/**
 * The sparse Markov random field of H. Steck, "Markov Random Fields for Collaborative Filtering",
 * NeurIPS 2019, section 3.2 with r = 0: an item's column of B is that of the dense solution over
 * the item and its neighbours only. With C the scaled matrix of the paper, c_ij (c_ii
 * c_jj)^(-alpha/2), and N item j with its neighbours,
 *
 * <pre>P = (C_NN + lambda I)^-1,   B_ij = -P_ij / P_jj (c_jj / c_ii)^(alpha/2),   B_jj = 0</pre>
 *
 * <p>where the last factor undoes the scaling. If all items are neighbours, alpha is 0 and nothing
 * is centred, this is EASE.
 */
public final class SparseEase implements ColumnSolver {
  private static final long serialVersionUID = 1;

  private final double lambda;
  private final Similarity similarity;

  /**
   * @param lambda the L2 penalty, above 0, on the scale of C
   * @param similarity how products are centred and scaled
   */
  public SparseEase(double lambda, Similarity similarity) {
    if (!(lambda > 0)) {
      throw new IllegalArgumentException("Invalid lambda: " + lambda + " (expected more than 0)");
    }
    this.lambda = lambda;
    this.similarity = similarity;
  }

  @Override
  public Worker on(SparseGram gram) {
    return new Columns(gram);
  }

  private final class Columns implements Worker {
    private final SparseGram gram;
    private final RankedItems items;
    private final LastColumn solver = new LastColumn();
    private final int[] placeOf;

    /** What an item is multiplied by so that the diagonal of C + lambda I becomes 1; 0 for none. */
    private final double[] units;

    private float[] square = new float[0];
    private double[] solution = new double[0];

    Columns(SparseGram gram) {
      this.gram = gram;
      this.items = gram.items();
      this.placeOf = new int[items.items()];
      this.units = similarity.scales(items);
      for (int r = 0; r < units.length; r++) {
        double scale = units[r];
        units[r] = scale / Math.sqrt(scale * scale * similarity.variance(items, r) + lambda);
      }
    }

    @Override
    public SparseColumn solve(int rank) {
      int[] neighbours = gram.neighbours(rank);
      int m = neighbours.length;
      if (m == 0) {
        return SparseColumn.empty();
      }
      int[] ranks = Arrays.copyOf(neighbours, m + 1);
      ranks[m] = rank;
      if (solution.length < m + 1) {
        solution = new double[m + m / 4 + 16];
        square = new float[solution.length * solution.length];
      }
      gram.copy(ranks, square, placeOf);
      scale(ranks);
      boolean isMended = solver.solve(square, m + 1, solution);
      int[] rows = new int[m];
      float[] weights = new float[m];
      double factor = -1 / (solution[m] * units[rank]);
      for (int a = 0; a < m; a++) {
        rows[a] = items.item(ranks[a]);
        weights[a] = (float) (solution[a] * units[ranks[a]] * factor);
      }
      return new SparseColumn(rows, weights, isMended);
    }

    private void scale(int[] ranks) {
      int n = ranks.length;
      for (int a = 0; a < n; a++) {
        double unit = units[ranks[a]];
        for (int b = 0; b < a; b++) {
          double centred = square[a * n + b] - similarity.centre(items, ranks[a], ranks[b]);
          float scaled = (float) (centred * unit * units[ranks[b]]);
          square[a * n + b] = scaled;
          square[b * n + a] = scaled;
        }
        square[a * n + a] = 1;
      }
    }
  }
}
