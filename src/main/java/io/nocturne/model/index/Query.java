package io.nocturne.model.index;

import io.nocturne.model.CodeDirections;

/** Checks of what is asked of a search. */
final class Query {
  private Query() {}

  /** The direction of a code that is looked up. */
  static float[] direction(float[] code, int width) {
    if (code.length != width) {
      throw new IllegalArgumentException(
          "Invalid code: %d numbers (expected %d, as the codes of the run have)"
              .formatted(code.length, width));
    }
    return CodeDirections.of(1, width, code).values();
  }

  /** Returns {@code k} if it is valid. */
  static int checked(int k) {
    if (k < 1) {
      throw new IllegalArgumentException(
          "Invalid number of nearest codes: " + k + " (expected 1 or more)");
    }
    return k;
  }
}
