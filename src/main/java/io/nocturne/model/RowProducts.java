package io.nocturne.model;

import io.nocturne.math.SortedRow;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.math.linear.ColumnSolver;
import io.nocturne.math.linear.GramRule;
import io.nocturne.math.linear.GramSurvey;
import io.nocturne.math.linear.RankedItems;
import io.nocturne.math.linear.RowLengths;
import io.nocturne.math.linear.SolvedColumns;
import io.nocturne.math.linear.SparseGram;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Products over all training rows X [users x items], wherever they are stored: what recipes in
 * closed form are computed from. Each gives the same bits for any number of threads or executors.
 */
public interface RowProducts {

  /** X'X, [items x items]; a new one at each call. */
  SymmetricTiles gram();

  /**
   * Products over the rows of at most that many entries: a user with nearly every item says nothing
   * about any, and costs the square of their number.
   */
  RowProducts upTo(int longest);

  /** The lengths of all rows. */
  RowLengths lengths();

  /** The items by popularity, with their moments. */
  RankedItems rankedItems();

  /** Estimates what {@link #sparseGram} would keep. */
  GramSurvey survey(RankedItems items, GramRule rule);

  /**
   * X'X without small products, and the neighbours of each item; never dense.
   *
   * @param expected about how many pairs and neighbours it will have: the size of its parts, not
   *     its content, depends on it
   */
  SparseGram sparseGram(RankedItems items, GramRule rule, double expected);

  /**
   * Solves for each column of an item x item matrix.
   *
   * @param progress receives the share that is done, rising to 1
   * @return all columns, in the order of their ranks
   */
  List<SolvedColumns> columns(SparseGram gram, ColumnSolver solver, DoubleConsumer progress);

  /**
   * X' D X, strip by strip in doubles, where D is diagonal and weighs row u by {@link
   * SortedRow#factor}, |x_u|^-userPower.
   *
   * @param userPower 0 for X'X
   * @param strips [items x items], receives each strip once; strips may come from several threads
   */
  void gram(double userPower, SortedRow.Strips strips);

  /**
   * X' D X V, where D is the diagonal of |x_u|^-userPower and |x_u| the sum of the absolute weights
   * of a user's row; users without weight add nothing. With a power of 0 it is X'X V.
   *
   * @param userPower 0 or more
   * @param vectors V, [items x width], row-major
   * @return a new array, [items x width]
   */
  float[] normalProduct(double userPower, float[] vectors, int width);

  /**
   * X' D X V as {@link #normalProduct}, but summed in doubles, which takes longer: for checks.
   *
   * @return a new array, [items x width]
   */
  float[] preciseProduct(double userPower, float[] vectors, int width);

  /**
   * X itself, in the memory of this JVM, for models that hold their training rows: 8 bytes for each
   * interaction.
   */
  SparseRows rows();

  /**
   * X'L, for rows of numbers that belong to the users.
   *
   * @param left L, [users x width], row-major
   * @return [items x width]
   */
  double[] transposedProduct(float[] left, int width);
}
