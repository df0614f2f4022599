package io.nocturne.nn;

import java.util.Arrays;

/**
 * A batch of histories made ready for a step, in arrays that are used again: the corrupted input by
 * rows and by items, and the targets by tiles of columns. Columns are the items of the output
 * layer: all of them, or the candidates of a sampled softmax.
 */
final class Batch {
  int rows;

  /** The input: the items of row r are those from {@code starts[r]} to {@code starts[r + 1]}. */
  int[] starts = new int[1];

  int[] items = new int[0];
  float[] weights = new float[0];

  /**
   * The input by items: {@code touched[k]}, ascending, is in the rows from its start to the next.
   */
  int touchedCount;

  int[] touched = new int[0];
  int[] touchedStarts = new int[1];
  int[] touchedRows = new int[0];
  float[] touchedWeights = new float[0];

  /**
   * The input of all items where it is dense, tile by tile as in a {@link ScoreBlock} over all
   * items; null where it is sparse.
   */
  float[] dense;

  /** The input as it is, where the prior reads that; only its rows and items are made. */
  Batch clean;

  /** What {@link #dense} is where it is a history with noise. */
  float[] noisy;

  /** Which row of the shard each is. */
  int[] members = new int[0];

  /** The columns, ascending by item; null for all items in their order. */
  int[] candidates;

  /** What {@link #candidates} is when it is not null. */
  int[] candidateBuffer = new int[0];

  /** The logarithm of the probability with which each candidate is one. */
  float[] logInclusion = new float[0];

  Tiles tiles;

  /**
   * The targets of tile t are those from {@code targetStarts[t]} to {@code targetStarts[t + 1]}.
   */
  int[] targetStarts = new int[1];

  int[] targetRows = new int[0];
  int[] targetColumns = new int[0];
  float[] targetWeights = new float[0];

  /** The sum of the weights of each row's targets. */
  float[] targetSums = new float[0];

  /** The place in {@link #touched} of the first item that is not less. */
  int firstTouched(int item) {
    int place = Arrays.binarySearch(touched, 0, touchedCount, item);
    return place >= 0 ? place : -place - 1;
  }

  /** The arrays for so many rows and entries; their content is lost. */
  void reserve(int rowCount, int entries) {
    this.rows = rowCount;
    starts = grown(starts, rowCount + 1);
    targetSums = targetSums.length < rowCount ? new float[rowCount] : targetSums;
    items = grown(items, entries);
    weights = grown(weights, entries);
    reserveTargets(entries);
  }

  /** Room for so many entries of the input; those that are there stay. */
  void reserveInput(int entries) {
    if (items.length < entries) {
      items = Arrays.copyOf(items, roomFor(entries));
      weights = Arrays.copyOf(weights, items.length);
    }
  }

  /** Room for the input by items; the content is lost. */
  void reserveTouched() {
    int entries = starts[rows];
    touched = grown(touched, entries);
    touchedStarts = grown(touchedStarts, entries + 1);
    touchedRows = grown(touchedRows, entries);
    touchedWeights = grown(touchedWeights, entries);
  }

  /** Room for so many targets; the content is lost. */
  void reserveTargets(int count) {
    targetRows = grown(targetRows, count);
    targetColumns = grown(targetColumns, count);
    targetWeights = grown(targetWeights, count);
  }

  static int[] grown(int[] array, int length) {
    return array.length >= length ? array : new int[roomFor(length)];
  }

  static float[] grown(float[] array, int length) {
    return array.length >= length ? array : new float[roomFor(length)];
  }

  /** With some room to spare, so that a slightly larger batch does not allocate again. */
  static int roomFor(int length) {
    return (int) Math.min(Integer.MAX_VALUE - 8L, length + (long) length / 2);
  }
}
