package io.nocturne.math.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SplitMix64;
import org.junit.jupiter.api.Test;

class OrthonormalizationTest {
  private static final int ROWS = 2500;
  private static final int WIDTH = 12;

  /** Columns of very different lengths, all nearly parallel; one is a sum of others, one zero. */
  @Test
  void columnsAreOrthonormalOrZero() {
    SplitMix64 random = new SplitMix64(1);
    float[] a = new float[ROWS * WIDTH];
    for (int i = 0; i < ROWS; i++) {
      double common = random.nextGaussian();
      for (int k = 0; k < WIDTH; k++) {
        double scale = Math.pow(10, k - 6);
        a[i * WIDTH + k] = (float) (scale * (common + .01 * random.nextGaussian()));
      }
      a[i * WIDTH + 5] = a[i * WIDTH + 1] - 3 * a[i * WIDTH + 2];
      a[i * WIDTH + 8] = 0;
    }
    try (ParallelLoop loop = new ParallelLoop(2)) {
      float[] q = new Orthonormalization(new TallProducts(loop)).twice(a, ROWS, WIDTH);
      for (int x = 0; x < WIDTH; x++) {
        for (int y = 0; y <= x; y++) {
          double product = 0;
          for (int i = 0; i < ROWS; i++) {
            product += (double) q[i * WIDTH + x] * q[i * WIDTH + y];
          }
          boolean dropped = x == 5 || x == 8;
          assertEquals(x == y && !dropped ? 1 : 0, product, 1e-6, x + ", " + y);
        }
      }
    }
  }

  @Test
  void productsMatchNaiveOnes() {
    SplitMix64 random = new SplitMix64(2);
    float[] a = new float[ROWS * WIDTH];
    float[] b = new float[ROWS * WIDTH];
    for (int k = 0; k < a.length; k++) {
      a[k] = (float) random.nextGaussian();
      b[k] = (float) random.nextGaussian();
    }
    try (ParallelLoop loop = new ParallelLoop(2)) {
      TallProducts products = new TallProducts(loop);
      double[] different = products.inner(a, b, ROWS, WIDTH);
      double[] same = products.inner(a, a, ROWS, WIDTH);
      for (int x = 0; x < WIDTH; x++) {
        for (int y = 0; y < WIDTH; y++) {
          double ab = 0;
          double aa = 0;
          for (int i = 0; i < ROWS; i++) {
            ab += (double) a[i * WIDTH + x] * b[i * WIDTH + y];
            aa += (double) a[i * WIDTH + x] * a[i * WIDTH + y];
          }
          assertEquals(ab, different[x * WIDTH + y], 1e-9);
          assertEquals(aa, same[x * WIDTH + y], 1e-9);
        }
      }
    }
  }
}
