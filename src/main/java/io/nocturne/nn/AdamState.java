package io.nocturne.nn;

/** The moments of {@link Adam} and how many steps it has made. */
public final class AdamState {
  private final float[] first;
  private final float[] second;
  private long firstSteps;
  private long secondSteps;

  /** Takes the arrays as they are, each as long as the parameters. */
  public AdamState(float[] first, float[] second, long steps) {
    this(first, second, steps, steps);
  }

  /**
   * Likewise, with moments that have been zero at different times.
   *
   * @param firstSteps how many steps the first moment has been through since then
   * @param secondSteps likewise the second
   */
  public AdamState(float[] first, float[] second, long firstSteps, long secondSteps) {
    this.first = first;
    this.second = second;
    this.firstSteps = firstSteps;
    this.secondSteps = secondSteps;
  }

  /** The state before the first step. */
  public static AdamState zero(int parameters) {
    return new AdamState(new float[parameters], new float[parameters], 0);
  }

  /** The running mean of the gradient. */
  public float[] first() {
    return first;
  }

  /** The running mean of its square. */
  public float[] second() {
    return second;
  }

  /** How many steps have been made since the second moment was zero. */
  public long steps() {
    return secondSteps;
  }

  /** Likewise for the first moment, which may have been restarted since. */
  public long firstSteps() {
    return firstSteps;
  }

  void nextStep() {
    firstSteps++;
    secondSteps++;
  }
}
