package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopNTest {
  private static final float MASKED = Float.NEGATIVE_INFINITY;

  @Test
  void agreesWithAFullSort() {
    SplitMix64 random = new SplitMix64(1);
    for (int trial = 0; trial < 2000; trial++) {
      float[] scores = new float[random.nextInt(60)];
      int levels = 1 + random.nextInt(40); // few levels, so many ties
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextInt(4) == 0 ? MASKED : random.nextInt(levels) - levels / 2;
      }
      int length = random.nextInt(scores.length + 1);
      TopN top = new TopN(1 + random.nextInt(30));
      int selected = top.select(scores, length);
      int[] expected = sorted(scores, length);
      assertEquals(selected, top.size());
      assertArrayEquals(Arrays.copyOf(expected, selected), top.indices());
      for (int rank = 0; rank < selected; rank++) {
        assertEquals(expected[rank], top.index(rank));
        assertEquals(scores[expected[rank]], top.score(rank));
      }
      assertEquals(Math.min(expected.length, top.select(scores, length)), selected);
    }
  }

  @Test
  void arraysInTurnGiveTheSelectionOfTheWhole() {
    SplitMix64 random = new SplitMix64(2);
    TopN top = new TopN(7);
    TopN whole = new TopN(7);
    for (int trial = 0; trial < 500; trial++) {
      float[] scores = new float[random.nextInt(60)];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextInt(4) == 0 ? MASKED : random.nextInt(9);
      }
      top.clear();
      for (int first = 0; first < scores.length; ) {
        int length = 1 + random.nextInt(scores.length - first);
        float[] part = new float[length + 3];
        System.arraycopy(scores, first, part, 3, length);
        top.add(part, 3, length, first);
        first += length;
      }
      assertEquals(whole.select(scores, scores.length), top.finish());
      assertArrayEquals(whole.indices(), top.indices());
      assertArrayEquals(whole.scores(), top.scores());
    }
  }

  @Test
  void selectsAllIfFewerThanN() {
    TopN top = new TopN(10);
    assertEquals(3, top.select(new float[] {1f, Float.POSITIVE_INFINITY, MASKED, 2f}, 4));
    assertArrayEquals(new int[] {1, 3, 0}, top.indices());
    assertArrayEquals(new float[] {Float.POSITIVE_INFINITY, 2f, 1f}, top.scores());
  }

  @Test
  void zeroesOfBothSignsTie() {
    TopN top = new TopN(2);
    top.select(new float[] {-0f, 0f, 0f}, 3);
    assertArrayEquals(new int[] {0, 1}, top.indices());
  }

  @Test
  void neverSelectsTheMasked() {
    TopN top = new TopN(2);
    top.select(new float[] {5f, 6f}, 2);
    assertEquals(0, top.select(new float[] {MASKED, MASKED, MASKED}, 3));
    assertEquals(0, top.indices().length);
    assertThrows(IndexOutOfBoundsException.class, () -> top.index(0));
  }

  @Test
  void rejectsNaN() {
    TopN top = new TopN(1);
    for (int at = 0; at < 3; at++) {
      float[] scores = {1f, MASKED, 3f};
      scores[at] = Float.NaN;
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> top.select(scores, 3));
      assertEquals("Invalid score at index " + at + ": NaN", thrown.getMessage());
      assertEquals(0, top.size());
    }
    assertEquals(
        "Invalid top-n: 0 (expected 1 or more)",
        assertThrows(IllegalArgumentException.class, () -> new TopN(0)).getMessage());
  }

  private static int[] sorted(float[] scores, int length) {
    return IntStream.range(0, length)
        .filter(i -> scores[i] != MASKED)
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> -scores[i]).thenComparing(i -> i))
        .mapToInt(i -> i)
        .toArray();
  }
}
