package io.nocturne.nn;

import java.util.stream.IntStream;

/**
 * What an optimizer remembers: up to two arrays as long as the parameters, and how many steps they
 * have been through. {@link OptimizerKind} says which arrays there are; one that is not used has
 * the length 0. Nadam's product of momenta is a function of the first counter, and not kept. Lazy
 * Adam counts the steps of each row of an item by itself.
 */
public final class OptimizerState {
  private static final float[] UNUSED = new float[0];

  private final float[] first;
  private final float[] second;
  private float[] firstRowSteps = UNUSED;
  private float[] secondRowSteps = UNUSED;
  private long firstSteps;
  private long secondSteps;
  private long otherFirstSteps;
  private long otherSecondSteps;

  /** What each step of this epoch is; 0 where it is one more than the step before. */
  private long stepOfEpoch;

  /** Takes the arrays as they are. */
  public OptimizerState(float[] first, float[] second, long steps) {
    this(first, second, steps, steps);
  }

  /**
   * Likewise, with arrays that have been zero at different times.
   *
   * @param firstSteps how many steps the first array has been through since then
   * @param secondSteps likewise the second
   */
  public OptimizerState(float[] first, float[] second, long firstSteps, long secondSteps) {
    this.first = first;
    this.second = second;
    this.firstSteps = firstSteps;
    this.secondSteps = secondSteps;
  }

  /** The same state with the steps of rows, which it takes as they are. */
  OptimizerState withRowSteps(float[] ofFirst, float[] ofSecond) {
    firstRowSteps = ofFirst;
    secondRowSteps = ofSecond;
    return this;
  }

  /** A state of its own that goes on as this one does. */
  public OptimizerState copy() {
    OptimizerState copy =
        new OptimizerState(first.clone(), second.clone(), firstSteps, secondSteps)
            .withRowSteps(firstRowSteps.clone(), secondRowSteps.clone());
    copy.otherFirstSteps = otherFirstSteps;
    copy.otherSecondSteps = otherSecondSteps;
    copy.stepOfEpoch = stepOfEpoch;
    return copy;
  }

  /** Room for the steps of so many rows, all 0, where there is none yet. */
  void countRows(int rows) {
    if (secondRowSteps.length == 0) {
      withRowSteps(new float[rows], new float[rows]);
    }
  }

  /** How many steps each row of an item has been in since its second array was zero. */
  float[] rowSteps() {
    return secondRowSteps;
  }

  /** Likewise for the first array, which may have been restarted since. */
  float[] firstRowSteps() {
    return firstRowSteps;
  }

  /** The state of an optimizer before the first step. */
  public static OptimizerState zero(OptimizerKind kind, int parameters) {
    return new OptimizerState(
        kind.hasFirst() ? new float[parameters] : UNUSED,
        kind.hasSecond() ? new float[parameters] : UNUSED,
        0);
  }

  /**
   * A state whose first array has been restarted from zero, if the optimizer has one.
   *
   * @param steps how many the second array has been through
   */
  static OptimizerState restarted(OptimizerKind kind, float[] second, long steps) {
    float[] first = kind.hasFirst() ? new float[second.length] : UNUSED;
    return new OptimizerState(first, second, 0, steps);
  }

  /** The running mean of the gradient, the velocity, or the last gradient. */
  public float[] first() {
    return first;
  }

  /** The running mean of its square, the sum of its squares, or the step sizes. */
  public float[] second() {
    return second;
  }

  /** How many steps have been made since the second array was zero. */
  public long steps() {
    return secondSteps;
  }

  /** Likewise for the first array, which may have been restarted since. */
  public long firstSteps() {
    return firstSteps;
  }

  /**
   * Begins an epoch of a network whose parts are taught in turn: a part's arrays have been through
   * the steps of its own epochs only, and a bias correction that counted the others' would make the
   * first steps of each part several times too long.
   *
   * @param epoch counted from 0
   * @param steps that an epoch has
   */
  void beginEpoch(Procedure procedure, int epoch, int steps) {
    otherFirstSteps = others(firstSteps, procedure, epoch, steps);
    otherSecondSteps = others(secondSteps, procedure, epoch, steps);
  }

  /**
   * Begins an epoch of users' vectors: each comes once in an epoch, whatever the number of batches,
   * and so has been in as many steps as there were epochs that taught it.
   *
   * @param epoch counted from 0
   */
  void beginEpochOfUsers(Procedure procedure, int epoch) {
    stepOfEpoch =
        1 + IntStream.range(0, epoch).filter(e -> procedure.phase(e).teachesEncoder()).count();
  }

  private static long others(long made, Procedure procedure, int epoch, int steps) {
    int epochs = (int) Math.min(epoch, Math.round((double) made / steps));
    Phase phase = procedure.phase(epoch);
    long others =
        IntStream.range(epoch - epochs, epoch).filter(e -> procedure.phase(e) != phase).count();
    return others == 0 ? 0 : made * others / epochs;
  }

  /** Of {@link #firstSteps}, those that have taught what this epoch teaches. */
  long taughtFirstSteps() {
    return firstSteps - otherFirstSteps;
  }

  /** Likewise of {@link #steps}. */
  long taughtSteps() {
    return secondSteps - otherSecondSteps;
  }

  void nextStep() {
    firstSteps = stepOfEpoch > 0 ? stepOfEpoch : firstSteps + 1;
    secondSteps = stepOfEpoch > 0 ? stepOfEpoch : secondSteps + 1;
  }
}
