package io.nocturne.nn.optim;

import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.PhaseCycle;
import java.util.List;

/**
 * What an optimizer remembers: for each trained block up to two arrays as long as the block, and
 * how many steps these have been through. {@link OptimizerKind} says which arrays there are; one
 * that is not used has the length 0. Lazy Adam counts the steps of each row of an item as well.
 *
 * <p>Nadam's product of momenta is a function of the first counter, and not kept.
 */
public final class OptimizerState {
  private final OptimizerKind kind;
  private final float[][] first;
  private final float[][] second;
  private final float[][] firstRowSteps;
  private final float[][] rowSteps;
  private long firstSteps;
  private long secondSteps;
  private long otherFirstSteps;
  private long otherSecondSteps;

  /** What each step of this epoch is; 0 where it is one more than the step before. */
  private long stepOfEpoch;

  private OptimizerState(
      OptimizerKind kind,
      float[][] first,
      float[][] second,
      float[][] firstRowSteps,
      float[][] rowSteps) {
    this.kind = kind;
    this.first = first;
    this.second = second;
    this.firstRowSteps = firstRowSteps;
    this.rowSteps = rowSteps;
  }

  /** The state before the first step, for blocks in this order. */
  public static OptimizerState zero(OptimizerKind kind, List<BlockShape> shapes) {
    int blocks = shapes.size();
    OptimizerState state =
        new OptimizerState(
            kind,
            new float[blocks][],
            new float[blocks][],
            new float[blocks][],
            new float[blocks][]);
    for (int b = 0; b < blocks; b++) {
      BlockShape shape = shapes.get(b);
      int length = shape.kind().isTrained() ? shape.length() : 0;
      int rows = kind.countsRows(shape) ? shape.rows() : 0;
      state.first[b] = new float[kind.hasFirst() ? length : 0];
      state.second[b] = new float[kind.hasSecond() ? length : 0];
      state.firstRowSteps[b] = new float[rows];
      state.rowSteps[b] = new float[rows];
    }
    return state;
  }

  /**
   * The same arrays with other counts of steps.
   *
   * @param steps how many steps the first array has been through since it was zero
   * @param ofSecond how many the second array has been through since then
   */
  public OptimizerState after(long steps, long ofSecond) {
    firstSteps = steps;
    secondSteps = ofSecond;
    return this;
  }

  /** An independent copy. */
  public OptimizerState copy() {
    OptimizerState copy =
        new OptimizerState(
            kind, cloned(first), cloned(second), cloned(firstRowSteps), cloned(rowSteps));
    copy.firstSteps = firstSteps;
    copy.secondSteps = secondSteps;
    copy.otherFirstSteps = otherFirstSteps;
    copy.otherSecondSteps = otherSecondSteps;
    copy.stepOfEpoch = stepOfEpoch;
    return copy;
  }

  private static float[][] cloned(float[][] arrays) {
    float[][] clones = new float[arrays.length][];
    for (int b = 0; b < arrays.length; b++) {
      clones[b] = arrays[b].clone();
    }
    return clones;
  }

  /** The running mean of the gradient, the velocity, or the last gradient of a block. */
  float[] first(BlockArray block) {
    return first[block.number()];
  }

  /** The running mean of its square, the sum of its squares, or the step sizes of a block. */
  float[] second(BlockArray block) {
    return second[block.number()];
  }

  /** The first array of a block by its number. */
  public float[] first(int block) {
    return first[block];
  }

  /** The second array of a block by its number. */
  public float[] second(int block) {
    return second[block];
  }

  /** How many steps each row of an item has been in since its first array was zero. */
  float[] firstRowSteps(BlockArray block) {
    return firstRowSteps[block.number()];
  }

  /** How many steps each row of an item has been in since its second array was zero. */
  float[] rowSteps(BlockArray block) {
    return rowSteps[block.number()];
  }

  /** The counts of {@link #firstRowSteps} by the number of a block. */
  float[] firstRowSteps(int block) {
    return firstRowSteps[block];
  }

  /** The counts of {@link #rowSteps} by the number of a block. */
  float[] rowSteps(int block) {
    return rowSteps[block];
  }

  /** Checks that the state has the arrays, and the counts of rows, of an optimizer. */
  void require(OptimizerKind expected) {
    boolean sameArrays =
        kind.hasFirst() == expected.hasFirst() && kind.hasSecond() == expected.hasSecond();
    boolean lacksCounts = expected == OptimizerKind.LAZY_ADAM && kind != expected;
    if (!sameArrays || lacksCounts) {
      throw new IllegalArgumentException(
          "Invalid optimizer state: %s (expected %s)".formatted(kind, expected));
    }
  }

  /** How many steps have been made since the second array was zero. */
  public long steps() {
    return secondSteps;
  }

  /** How many steps have been made since the first array was zero. */
  public long firstSteps() {
    return firstSteps;
  }

  /**
   * Begins an epoch of a network whose parts alternate: the arrays of a part have been through the
   * steps of its epochs only, and a bias correction that counted the others' would make the first
   * steps of each part several times too long.
   *
   * @param epoch counted from 0
   * @param steps that an epoch has
   */
  public void beginEpoch(PhaseCycle cycle, int epoch, int steps) {
    otherFirstSteps = others(firstSteps, cycle, epoch, steps);
    otherSecondSteps = others(secondSteps, cycle, epoch, steps);
  }

  /**
   * Begins an epoch of users' vectors: each comes once in an epoch, whatever the number of batches,
   * and so has been in as many steps as there were epochs that trained it.
   *
   * @param epoch counted from 0
   */
  public void beginEpochOfUsers(PhaseCycle cycle, int epoch) {
    stepOfEpoch = 1 + cycle.encoderEpochs(epoch);
  }

  private static long others(long made, PhaseCycle cycle, int epoch, int steps) {
    int epochs = (int) Math.min(epoch, Math.round((double) made / steps));
    long others = cycle.others(cycle.phase(epoch), epoch - epochs, epoch);
    return others == 0 ? 0 : made * others / epochs;
  }

  /** Of {@link #firstSteps}, those that have trained what this epoch trains. */
  long trainedFirstSteps() {
    return firstSteps - otherFirstSteps;
  }

  /** Of {@link #steps}, those that have trained what this epoch trains. */
  long trainedSteps() {
    return secondSteps - otherSecondSteps;
  }

  void nextStep() {
    firstSteps = stepOfEpoch > 0 ? stepOfEpoch : firstSteps + 1;
    secondSteps = stepOfEpoch > 0 ? stepOfEpoch : secondSteps + 1;
  }
}
