package io.nocturne.model;

import io.nocturne.math.SymmetricInverse;
import io.nocturne.math.SymmetricTiles;
import java.util.function.DoubleConsumer;

/**
 * EASE: the linear autoencoder x B with a zero diagonal that minimises |X - X B|^2 + lambda |B|^2.
 * Its closed form (H. Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019, eq.
 * 8) is P = (X'X + lambda I)^-1, B_ij = -P_ij / P_jj, B_jj = 0.
 */
public final class Ease {
  private Ease() {}

  /** The bytes that {@link #fit} needs at its peak: the Gram matrix and B, side by side. */
  public static long bytes(int items) {
    return SymmetricTiles.bytes(items) + (long) items * items * Float.BYTES;
  }

  /**
   * Solves for B.
   *
   * @param gram X'X, [items x items]; overwritten
   * @param lambda the L2 penalty, above 0
   * @param inverse what inverts
   * @param progress is told the share that is done, 0 to 1
   * @return B in the blocks of {@link ItemWeights}
   */
  public static Parameters fit(
      SymmetricTiles gram, double lambda, SymmetricInverse inverse, DoubleConsumer progress) {
    if (!(lambda > 0)) {
      throw new IllegalArgumentException("Invalid lambda: " + lambda + " (expected more than 0)");
    }
    gram.addToDiagonal(lambda);
    inverse.invert(gram, progress);
    return weights(gram);
  }

  private static Parameters weights(SymmetricTiles p) {
    int items = p.n();
    int rowsPerBlock = ItemWeights.rowsPerBlock(items);
    float[][] blocks = new float[(items + rowsPerBlock - 1) / rowsPerBlock][];
    double[] minusOneOverDiagonal = new double[items];
    for (int j = 0; j < items; j++) {
      minusOneOverDiagonal[j] = -1 / p.get(j, j);
    }
    for (int b = 0; b < blocks.length; b++) {
      int first = b * rowsPerBlock;
      int rows = Math.min(rowsPerBlock, items - first);
      float[] block = new float[rows * items];
      for (int r = 0; r < rows; r++) {
        int i = first + r;
        for (int j = 0; j < items; j++) {
          block[r * items + j] = i == j ? 0f : (float) (p.get(i, j) * minusOneOverDiagonal[j]);
        }
      }
      blocks[b] = block;
    }
    return new Parameters(blocks);
  }
}
