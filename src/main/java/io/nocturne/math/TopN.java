package io.nocturne.math;

import java.util.Arrays;

/**
 * Selects the N best of an array of scores, by descending score, ties by ascending index.
 *
 * <p>A score of negative infinity means "masked" and is never selected. The selection is a bounded
 * binary heap with the worst entry at its root: O(length log n) in the worst case, without
 * allocations. Instances are reusable, by one thread at a time.
 */
public final class TopN {
  private final Kernels kernels = Kernels.get();
  private final int[] indices;
  private final float[] scores;

  /** The number of entries in the heap of a selection that is not finished. */
  private int kept;

  private int size;

  /**
   * A selection of at most {@code n} entries.
   *
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  public TopN(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("Invalid top-n: " + n + " (expected 1 or more)");
    }
    this.indices = new int[n];
    this.scores = new float[n];
  }

  /**
   * Selects from {@code candidates[0 .. length)}, replacing the previous selection.
   *
   * @return the number selected: n, or fewer if fewer are not masked
   * @throws IllegalArgumentException naming the index of a score that is NaN; nothing is selected
   *     then
   */
  public int select(float[] candidates, int length) {
    return select(candidates, 0, length);
  }

  /**
   * Selects from {@code candidates[from .. from + length)}, a row of a batch of scores; indices are
   * relative to {@code from}. Otherwise as {@link #select(float[], int)}.
   */
  public int select(float[] candidates, int from, int length) {
    clear();
    add(candidates, from, length, 0);
    return finish();
  }

  /** Starts a selection from several arrays. */
  public void clear() {
    kept = 0;
    size = 0;
  }

  /**
   * Considers {@code candidates[from .. from + length)}.
   *
   * @param firstIndex the index of the first of them, above that of all considered before
   * @throws IllegalArgumentException as {@link #select(float[], int)}
   */
  public void add(float[] candidates, int from, int length, int firstIndex) {
    int end = from + length;
    int toIndex = firstIndex - from;
    float bound = bound();
    for (int i = next(candidates, from, end, bound); i < end; ) {
      float score = candidates[i];
      if (Float.isNaN(score)) {
        throw new IllegalArgumentException("Invalid score at index " + (i + toIndex) + ": NaN");
      }
      if (kept < indices.length) {
        siftUp(kept++, i + toIndex, score);
      } else {
        siftDown(kept, i + toIndex, score);
      }
      bound = bound();
      i = next(candidates, i + 1, end, bound);
    }
  }

  /**
   * Considers one candidate; candidates that are offered may come in any order of their indices.
   *
   * @return whether it is among the best so far
   * @throws IllegalArgumentException as {@link #select(float[], int)}
   */
  public boolean offer(int index, float score) {
    if (Float.isNaN(score)) {
      throw new IllegalArgumentException("Invalid score at index " + index + ": NaN");
    }
    if (kept < indices.length) {
      siftUp(kept++, index, score);
      return true;
    }
    if (!worse(indices[0], scores[0], index, score)) {
      return false;
    }
    siftDown(kept, index, score);
    return true;
  }

  /** Candidates arrive in ascending order of index, so a tie with the worst is worse than it. */
  private float bound() {
    return kept < indices.length ? Float.NEGATIVE_INFINITY : scores[0];
  }

  /** Sorts what was selected since {@link #clear}, and returns the number. */
  public int finish() {
    sort(kept);
    size = kept;
    return size;
  }

  /** While few are selected, the next one is mostly a better one: no need to look far ahead. */
  private int next(float[] candidates, int from, int end, float bound) {
    return from < end && candidates[from] > bound
        ? from
        : kernels.firstAbove(candidates, from, end - from, bound);
  }

  /** The number of entries of the last finished selection. */
  public int size() {
    return size;
  }

  /**
   * Index of the entry at {@code rank}, 0 being the best.
   *
   * @throws IndexOutOfBoundsException if {@code rank} is not below {@link #size}
   */
  public int index(int rank) {
    return indices[checked(rank)];
  }

  /**
   * Score of the entry at {@code rank}, 0 being the best.
   *
   * @throws IndexOutOfBoundsException if {@code rank} is not below {@link #size}
   */
  public float score(int rank) {
    return scores[checked(rank)];
  }

  /** The selected indices, best first, as a new array. */
  public int[] indices() {
    return Arrays.copyOf(indices, size);
  }

  /** The selected scores, best first, as a new array. */
  public float[] scores() {
    return Arrays.copyOf(scores, size);
  }

  private int checked(int rank) {
    if (rank >= size) {
      throw new IndexOutOfBoundsException(
          "Invalid rank: " + rank + " (expected less than " + size + ")");
    }
    return rank;
  }

  /** Heapsort: moves the worst entry to the end repeatedly, which leaves the best first. */
  private void sort(int kept) {
    for (int last = kept - 1; last > 0; last--) {
      int index = indices[last];
      float score = scores[last];
      place(last, indices[0], scores[0]);
      siftDown(last, index, score);
    }
  }

  private void siftUp(int hole, int index, float score) {
    int child = hole;
    while (child > 0) {
      int parent = (child - 1) >>> 1;
      if (!worse(index, score, indices[parent], scores[parent])) {
        break;
      }
      place(child, indices[parent], scores[parent]);
      child = parent;
    }
    place(child, index, score);
  }

  /** Replaces the root of a heap of {@code kept} entries. */
  private void siftDown(int kept, int index, float score) {
    int parent = 0;
    for (int child = 1; child < kept; child = 2 * parent + 1) {
      int right = child + 1;
      if (right < kept && worse(indices[right], scores[right], indices[child], scores[child])) {
        child = right;
      }
      if (!worse(indices[child], scores[child], index, score)) {
        break;
      }
      place(parent, indices[child], scores[child]);
      parent = child;
    }
    place(parent, index, score);
  }

  private void place(int at, int index, float score) {
    indices[at] = index;
    scores[at] = score;
  }

  private static boolean worse(int index, float score, int otherIndex, float otherScore) {
    return score < otherScore || (score == otherScore && index > otherIndex);
  }
}
