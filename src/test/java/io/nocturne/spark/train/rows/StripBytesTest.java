package io.nocturne.spark.train.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StripBytesTest {
  private static double[] sums(int length, int every) {
    double[] sums = new double[length];
    for (int k = 0; k < length; k += every) {
      sums[k] = 1.0 / (k + 1) - .01;
    }
    return sums;
  }

  @Test
  void sumsAreReadAsTheyWereWritten() {
    for (int every : new int[] {1, 2, 7, 400}) {
      double[] sums = sums(1_000, every);
      assertArrayEquals(sums, StripBytes.read(StripBytes.of(sums), 1_000));
    }
    assertArrayEquals(new double[30], StripBytes.read(StripBytes.of(new double[30]), 30));
  }

  @Test
  void zeroesTakeNoBytes() {
    assertEquals(StripBytes.most(1_000), StripBytes.of(sums(1_000, 1)).length);
    assertEquals(1 + 10 * 12, StripBytes.of(sums(1_000, 100)).length);
  }
}
