package io.nocturne.nn;

/**
 * What an optimizer remembers: up to two arrays as long as the parameters, and how many steps they
 * have been through. {@link OptimizerKind} says which arrays there are; one that is not used has
 * the length 0. Nadam's product of momenta is a function of the first counter, and not kept.
 */
public final class OptimizerState {
  private static final float[] UNUSED = new float[0];

  private final float[] first;
  private final float[] second;
  private long firstSteps;
  private long secondSteps;

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

  void nextStep() {
    firstSteps++;
    secondSteps++;
  }
}
