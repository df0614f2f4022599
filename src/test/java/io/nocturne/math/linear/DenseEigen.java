package io.nocturne.math.linear;

import breeze.linalg.DenseMatrix;
import breeze.linalg.DenseMatrix$mcD$sp;
import breeze.linalg.DenseVector;
import breeze.linalg.eigSym;
import io.nocturne.math.Blas;

/** All eigenpairs of a dense symmetric matrix by Breeze, the largest value first. */
public record DenseEigen(double[] values, double[][] vectors) {

  /**
   * Solves by eigSym.
   *
   * @param matrix symmetric
   */
  public static DenseEigen of(double[][] matrix) {
    Blas.get(); // before Breeze makes netlib load a native library of its own
    int n = matrix.length;
    double[] elements = new double[n * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(matrix[i], 0, elements, i * n, n);
    }
    DenseMatrix<Object> dense = new DenseMatrix$mcD$sp(n, n, elements);
    eigSym.EigSym<DenseVector<Object>, DenseMatrix<Object>> solved =
        eigSym.apply(dense, eigSym.EigSym_DM_Impl$.MODULE$);
    double[] ascending = solved.eigenvalues().data$mcD$sp();
    double[] columns = solved.eigenvectors().data$mcD$sp();
    double[] values = new double[n];
    double[][] vectors = new double[n][n];
    for (int k = 0; k < n; k++) {
      values[k] = ascending[n - 1 - k];
      System.arraycopy(columns, (n - 1 - k) * n, vectors[k], 0, n);
    }
    return new DenseEigen(values, vectors);
  }
}
