package io.nocturne.model.index;

import io.nocturne.math.ParallelLoop;
import io.nocturne.model.RankedList;
import java.util.List;

/**
 * Finds the codes of a run that are nearest to a code, by the cosine between them: the comparison
 * that the columns {@code code} and {@code norm} of the published tables are for. Thread-safe.
 */
public interface CodeSearch {

  /** The number of codes among which it searches. */
  int count();

  /**
   * The nearest codes, best first, ties by ascending index.
   *
   * @param code of the same width, of any norm; one of zeros has a cosine of 0 with all
   * @param k the maximum number
   * @throws IllegalArgumentException if the code is of another width or not finite
   */
  RankedList nearest(float[] code, int k);

  /**
   * For each of some codes the nearest of the others, as in {@link #nearest}.
   *
   * @param items the indices of the codes
   * @param loop the threads to use; the answer does not depend on their number
   */
  List<RankedList> similar(int[] items, int k, ParallelLoop loop);
}
