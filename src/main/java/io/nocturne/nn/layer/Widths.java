package io.nocturne.nn.layer;

/** Refuses widths that no layer has. */
final class Widths {
  private Widths() {}

  static void require(int width) {
    if (width < 1) {
      throw new IllegalArgumentException("Invalid width: " + width + " (expected 1 or more)");
    }
  }
}
