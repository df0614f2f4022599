package io.nocturne.model.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.ParallelLoop;
import io.nocturne.model.CodeDirections;
import io.nocturne.model.RankedList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactSearchTest {
  private static final int WIDTH = 5;

  /** The cosine of two codes in doubles. */
  private static double cosine(float[] codes, int a, int b) {
    double product = 0;
    double ofA = 0;
    double ofB = 0;
    for (int k = 0; k < WIDTH; k++) {
      float x = codes[a * WIDTH + k];
      float y = codes[b * WIDTH + k];
      product += (double) x * y;
      ofA += (double) x * x;
      ofB += (double) y * y;
    }
    return product / Math.sqrt(ofA * ofB);
  }

  /** The codes are those of more than one tile. */
  @Test
  void findsTheNearestByTheCosine() {
    int count = 20_000;
    float[] codes = RandomCodes.of(1, count, WIDTH);
    CodeSearch search = new ExactSearch(CodeDirections.of(count, WIDTH, codes));
    int[] items = IntStream.range(0, 70).map(q -> q * 280).toArray();
    List<RankedList> one;
    List<RankedList> two;
    try (ParallelLoop loop = new ParallelLoop(2);
        ParallelLoop alone = new ParallelLoop(1)) {
      two = search.similar(items, 6, loop);
      one = search.similar(items, 6, alone);
    }
    for (int q = 0; q < items.length; q++) {
      int item = items[q];
      int[] expected =
          IntStream.range(0, count)
              .filter(other -> other != item)
              .boxed()
              .sorted(Comparator.comparingDouble(other -> -cosine(codes, item, other)))
              .limit(6)
              .mapToInt(i -> i)
              .toArray();
      assertArrayEquals(expected, two.get(q).items(), "item " + item);
      assertArrayEquals(one.get(q).scores(), two.get(q).scores());
      assertEquals(cosine(codes, item, expected[5]), two.get(q).scores()[5], 1e-5);
    }
  }

  @Test
  void nearestToACodeDoesNotDependOnItsNorm() {
    float[] codes = RandomCodes.of(2, 300, WIDTH);
    CodeSearch search = new ExactSearch(CodeDirections.of(300, WIDTH, codes));
    float[] code = {1, -2, .5f, 0, 3};
    float[] longer = {10, -20, 5, 0, 30};
    assertArrayEquals(search.nearest(code, 9).items(), search.nearest(longer, 9).items());
    assertThrows(IllegalArgumentException.class, () -> search.nearest(new float[4], 9));
    assertThrows(IllegalArgumentException.class, () -> search.nearest(code, 0));
  }

  @Test
  void codesOfZerosHaveACosineOfZero() {
    CodeDirections directions = CodeDirections.of(3, 2, new float[] {0, 0, 2, 0, -3, 0});
    RankedList list = new ExactSearch(directions).nearest(new float[] {5, 0}, 9);
    assertArrayEquals(new int[] {1, 0, 2}, list.items());
    assertArrayEquals(new float[] {1, 0, -1}, list.scores());
    assertArrayEquals(
        new int[] {0, 1}, new ExactSearch(directions).nearest(new float[2], 2).items(), "ties");
  }

  @Test
  void codesMustBeFinite() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> CodeDirections.of(2, 2, new float[] {1, 2, 3, Float.NaN}))
            .getMessage();
    assertEquals("Invalid code 1: number 1 is NaN (expected finite numbers)", message);
    assertThrows(
        IllegalArgumentException.class,
        () -> CodeDirections.centred(1, 1, new float[] {Float.POSITIVE_INFINITY}));
    assertThrows(
        IllegalArgumentException.class, () -> CodeDirections.of(2, 2, new float[] {1, 2, 3}));
  }

  @Test
  void hugeAndTinyCodesHaveADirection() {
    float[] codes = {3e38f, 3e38f, 1e-38f, 1e-38f};
    RankedList list =
        new ExactSearch(CodeDirections.of(2, 2, codes)).nearest(new float[] {1, 1}, 2);
    assertTrue(list.scores()[1] > .9999f, "a norm beyond the floats");
  }
}
