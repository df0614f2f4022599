package io.nocturne.nn.batch;

import io.nocturne.math.LongestArray;
import java.util.Arrays;

/**
 * A batch of histories prepared for a step, in reusable arrays: the corrupted input by rows and by
 * items, and the targets by tiles of columns.
 *
 * <p>Rows are histories. Positions are what the layers compute: one for each row where the input is
 * a bag of items, or one for each item of each row, in order, where it is a sequence. Columns are
 * the items of the output layer: all of them, or the candidates of a sampled softmax. Arrays may be
 * longer than what is in use.
 */
public final class Batch {
  int rows;
  boolean isSequential;
  int[] starts = new int[1];
  int[] items = new int[0];
  float[] weights = new float[0];

  int touchedCount;
  int[] touched = new int[0];
  int[] touchedStarts = new int[1];
  int[] touchedPositions = new int[0];
  float[] touchedWeights = new float[0];

  /** The uncorrupted input, if the prior reads it; only its rows and items are filled. */
  Batch clean;

  int[] members = new int[0];
  int[] candidates;

  /** What {@link #candidates} is when it is not null. */
  int[] candidateBuffer = new int[0];

  float[] logInclusion = new float[0];
  Tiles tiles;
  int[] targetStarts = new int[1];
  int[] targetPositions = new int[0];
  int[] targetColumns = new int[0];
  float[] targetWeights = new float[0];
  float[] targetSums = new float[0];

  private float[] dense;
  private float[] noise;

  /** A batch of this many positions without input and targets, for decoding codes. */
  public static Batch withoutInput(int positions) {
    Batch batch = new Batch();
    batch.reserve(positions, 0, false);
    return batch;
  }

  /** The number of histories. */
  public int rows() {
    return rows;
  }

  /** The number of positions of all rows together: the rows of every activation. */
  public int positions() {
    return isSequential ? starts[rows] : rows;
  }

  /** The first position of a row; of the row after the last one, the number of positions. */
  public int firstPosition(int row) {
    return isSequential ? starts[row] : row;
  }

  /** The input: the items of row r are those from {@code starts[r]} to {@code starts[r + 1]}. */
  public int[] starts() {
    return starts;
  }

  /** The items of the input, row after row; within a row in the order of the history. */
  public int[] items() {
    return items;
  }

  /** The weights of {@link #items}. */
  public float[] weights() {
    return weights;
  }

  /** The number of distinct items in the input. */
  public int touchedCount() {
    return touchedCount;
  }

  /** The distinct items of the input, ascending. */
  public int[] touched() {
    return touched;
  }

  /** Where each of {@link #touched} has its first entry in {@link #touchedPositions}. */
  public int[] touchedStarts() {
    return touchedStarts;
  }

  /** The input by items: the positions that read the item. */
  public int[] touchedPositions() {
    return touchedPositions;
  }

  /** The weights of {@link #touchedPositions}. */
  public float[] touchedWeights() {
    return touchedWeights;
  }

  /** The place in {@link #touched} of the first item that is not less. */
  public int firstTouched(int item) {
    int place = Arrays.binarySearch(touched, 0, touchedCount, item);
    return place >= 0 ? place : -place - 1;
  }

  /**
   * The input of all items where it is dense, tile by tile as scores are; null where it is sparse.
   */
  public float[] dense() {
    return dense;
  }

  /** Replaces the input by a dense one, or by the sparse one again; null for that. */
  public void useDense(float[] input) {
    dense = input;
  }

  /** An array for a dense input, kept with the batch; its content is that of the last use. */
  public float[] noise(int length) {
    noise = noise == null || noise.length < length ? new float[length] : noise;
    return noise;
  }

  /** The same histories without corruption, where the prior reads those; else null. */
  public Batch clean() {
    return clean;
  }

  /** The row of the worker's shard that each row is; -1 for none. */
  public int[] members() {
    return members;
  }

  /** Sets the row of the shard that each row is. */
  public void setMembers(int[] ofRows) {
    members = ofRows;
  }

  /** The columns, ascending by item; null for all items in their order. */
  public int[] candidates() {
    return candidates;
  }

  /** The logarithm of the probability with which each candidate is one. */
  public float[] logInclusion() {
    return logInclusion;
  }

  /** The tiles of the columns. */
  public Tiles tiles() {
    return tiles;
  }

  /**
   * The targets of tile t are those from {@code targetStarts[t]} to {@code targetStarts[t + 1]};
   * within a tile they ascend by position.
   */
  public int[] targetStarts() {
    return targetStarts;
  }

  /** The position of each target. */
  public int[] targetPositions() {
    return targetPositions;
  }

  /** The column of each target. */
  public int[] targetColumns() {
    return targetColumns;
  }

  /** The weight of each target. */
  public float[] targetWeights() {
    return targetWeights;
  }

  /** The sum of the weights of each position's targets. */
  public float[] targetSums() {
    return targetSums;
  }

  /** Makes room for rows and entries of the input; the content is lost. */
  void reserve(int rowCount, int entries, boolean sequential) {
    rows = rowCount;
    isSequential = sequential;
    starts = grown(starts, rowCount + 1);
    starts[0] = 0;
    items = grown(items, entries);
    weights = grown(weights, entries);
    targetSums = grown(targetSums, rowCount);
  }

  /** Makes room for entries of the input, and keeps the present ones. */
  void reserveInput(int entries) {
    if (items.length < entries) {
      items = Arrays.copyOf(items, roomFor(entries));
      weights = Arrays.copyOf(weights, items.length);
    }
  }

  /** Makes room for the input by items; the content is lost. */
  void reserveTouched() {
    int entries = starts[rows];
    touched = grown(touched, entries);
    touchedStarts = grown(touchedStarts, entries + 1);
    touchedPositions = grown(touchedPositions, entries);
    touchedWeights = grown(touchedWeights, entries);
  }

  /** Makes room for targets of the positions; the content is lost. */
  void reserveTargets(int count) {
    targetPositions = grown(targetPositions, count);
    targetColumns = grown(targetColumns, count);
    targetWeights = grown(targetWeights, count);
    targetSums = grown(targetSums, positions());
  }

  /** An array of at least that length: the given one, or a new one with room to spare. */
  public static int[] grown(int[] array, int length) {
    return array.length >= length ? array : new int[roomFor(length)];
  }

  /** An array of at least that length: the given one, or a new one with room to spare. */
  public static float[] grown(float[] array, int length) {
    return array.length >= length ? array : new float[roomFor(length)];
  }

  /** With some room to spare, so that a slightly larger batch does not allocate again. */
  static int roomFor(int length) {
    return (int) Math.min(LongestArray.LENGTH, length + (long) length / 2);
  }
}
