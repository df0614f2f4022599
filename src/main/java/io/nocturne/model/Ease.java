package io.nocturne.model;

import io.nocturne.math.SymmetricInverse;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.nn.parameter.Parameters;
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
   * @param inverse the solver that inverts the Gram matrix
   * @param progress receives the share that is done, 0 to 1
   * @return B, as {@link ItemWeights} reads it
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

  private static Parameters weights(SymmetricTiles inverse) {
    int items = inverse.n();
    int rowsPerPart = ItemWeights.rowsPerPart(items);
    float[][] parts = new float[(items + rowsPerPart - 1) / rowsPerPart][];
    double[] minusOneOverDiagonal = new double[items];
    for (int j = 0; j < items; j++) {
      minusOneOverDiagonal[j] = -1 / inverse.get(j, j);
    }
    for (int p = 0; p < parts.length; p++) {
      int first = p * rowsPerPart;
      int rows = Math.min(rowsPerPart, items - first);
      float[] part = new float[rows * items];
      for (int r = 0; r < rows; r++) {
        int i = first + r;
        for (int j = 0; j < items; j++) {
          part[r * items + j] = i == j ? 0f : (float) (inverse.get(i, j) * minusOneOverDiagonal[j]);
        }
      }
      parts[p] = part;
    }
    return ItemWeights.parameters(items, parts);
  }
}
