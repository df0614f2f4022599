package io.nocturne.math;

/** The longest array that every JVM can allocate. */
public final class LongestArray {
  /** Its number of elements: some JVMs reserve up to eight words for a header. */
  public static final int LENGTH = Integer.MAX_VALUE - 8;

  private LongestArray() {}
}
