package io.nocturne.nn;

/** The moments of {@link Adam} and how many steps it has made. */
public final class AdamState {
  private final float[] first;
  private final float[] second;
  private long steps;

  /** Takes the arrays as they are, each as long as the parameters. */
  public AdamState(float[] first, float[] second, long steps) {
    this.first = first;
    this.second = second;
    this.steps = steps;
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

  /** How many steps have been made. */
  public long steps() {
    return steps;
  }

  long nextStep() {
    return ++steps;
  }
}
