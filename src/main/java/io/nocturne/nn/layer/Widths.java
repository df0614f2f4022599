package io.nocturne.nn.layer;

/** Checks the widths of layers. */
final class Widths {
  private Widths() {}

  static void require(int width) {
    if (width < 1) {
      throw new IllegalArgumentException("Invalid width: " + width + " (expected 1 or more)");
    }
  }
}
