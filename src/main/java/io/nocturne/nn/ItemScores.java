package io.nocturne.nn;

/** The scores of all items for inference, row-major. */
final class ItemScores {
  private ItemScores() {}

  /** Writes W h + b, [rows x items], with W [items x inputs] from {@code at} on and b behind it. */
  static void write(Pass pass, int at, int inputs, int items, float[] hidden, float[] scores) {
    for (int r = 0; r < pass.rows; r++) {
      System.arraycopy(pass.theta, at + items * inputs, scores, r * items, items);
    }
    multiply(pass, at, inputs, items, hidden, 1, scores);
  }

  /** Writes W h, [rows x items], with W [items x inputs] from {@code at} on. */
  static void product(Pass pass, int at, int inputs, int items, float[] hidden, float[] scores) {
    multiply(pass, at, inputs, items, hidden, 0, scores);
  }

  private static void multiply(
      Pass pass, int at, int inputs, int items, float[] hidden, float beta, float[] scores) {
    Tiles tiles = Tiles.of(items);
    pass.compute
        .loop()
        .run(
            tiles.count(),
            tile -> {
              int first = tile * tiles.width();
              pass.compute
                  .sgemm()
                  .multiply(
                      false,
                      true,
                      pass.rows,
                      tiles.width(tile),
                      inputs,
                      1,
                      hidden,
                      0,
                      inputs,
                      pass.theta,
                      at + first * inputs,
                      inputs,
                      beta,
                      scores,
                      first,
                      items);
            });
  }
}
