package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SplitMix64Test {
  @Test
  void agreesWithThePublishedVectors() {
    // Vigna's splitmix64.c with the state 1234567, from Rosetta Code
    String[] expected = {
      "6457827717110365317",
      "3203168211198807973",
      "9817491932198370423",
      "4593380528125082431",
      "16408922859458223821"
    };
    SplitMix64 random = new SplitMix64(1234567);
    for (String number : expected) {
      assertEquals(number, Long.toUnsignedString(random.nextLong()));
    }
  }

  @Test
  void boundedIntegersAreUniform() {
    SplitMix64 random = new SplitMix64(3);
    int bound = 7;
    int[] counts = new int[bound];
    for (int i = 0; i < 70_000; i++) {
      counts[random.nextInt(bound)]++;
    }
    for (int count : counts) {
      assertEquals(10_000, count, 500); // five standard deviations
    }
  }

  @Test
  void boundedIntegersReachTheLargestBounds() {
    SplitMix64 random = new SplitMix64(3);
    int bound = 3 << 29; // 3/4 of 2^31: a plain remainder would favour the lower half
    int low = 0;
    for (int i = 0; i < 30_000; i++) {
      int drawn = random.nextInt(bound);
      assertTrue(drawn >= 0 && drawn < bound);
      low += drawn < bound / 2 ? 1 : 0;
    }
    assertEquals(15_000, low, 450);
    assertEquals(0, random.nextInt(1));
    assertEquals(
        "Invalid bound: 0 (expected 1 or more)",
        assertThrows(IllegalArgumentException.class, () -> random.nextInt(0)).getMessage());
  }

  @Test
  void realNumbersLieBetweenZeroAndOne() {
    SplitMix64 random = new SplitMix64(4);
    double sum = 0;
    for (int i = 0; i < 100_000; i++) {
      double wide = random.nextDouble();
      float narrow = random.nextFloat();
      assertTrue(wide >= 0 && wide < 1 && narrow >= 0 && narrow < 1);
      sum += wide + narrow;
    }
    assertEquals(100_000, sum, 700);
  }

  @Test
  void gaussiansHaveNormalMoments() {
    SplitMix64 random = new SplitMix64(5);
    int n = 200_000;
    double[] moments = new double[5];
    for (int i = 0; i < n; i++) {
      double x = random.nextGaussian();
      for (int p = 1; p <= 4; p++) {
        moments[p] += Math.pow(x, p) / n;
      }
    }
    assertEquals(0, moments[1], .012);
    assertEquals(1, moments[2], .016);
    assertEquals(0, moments[3], .05);
    assertEquals(3, moments[4], .12);
  }
}
