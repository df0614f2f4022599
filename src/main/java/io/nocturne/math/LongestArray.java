package io.nocturne.math;

/** The longest array that every JVM can allocate. */
public final class LongestArray {
  /** Its number of elements: some JVMs keep up to eight words of the largest index for a header. */
  public static final int LENGTH = Integer.MAX_VALUE - 8;

  private LongestArray() {}
}
