package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.NormalDistribution;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Compares generated histories with the probabilities of draws without replacement. */
class GeneratedHistoriesTest {
  private static final int USERS = 40_000;

  /** The shares of four items, for any code. */
  private static final double[] SHARES = {.5, .3, .15, .05};

  /** More than four standard errors of a share. */
  private static final double NEAR = .012;

  private static final NormalDistribution STANDARD = NormalDistribution.standard(3);

  private static final HistoryLengths TWO = new HistoryLengths(new int[] {2}, new int[] {7});

  /** Gives scores that do not depend on the code, and records each decoded code. */
  private static class Fixed implements Generator {
    final float[][] seen = new float[USERS][];
    int decoded;

    @Override
    public int items() {
      return SHARES.length;
    }

    @Override
    public int codeWidth() {
      return 3;
    }

    @Override
    public void decode(float[] codes, int rows, float[] scores) {
      for (int r = 0; r < rows; r++) {
        seen[decoded++] = Arrays.copyOfRange(codes, 3 * r, 3 * r + 3);
        for (int i = 0; i < SHARES.length; i++) {
          scores[r * SHARES.length + i] = (float) (10 + Math.log(SHARES[i]));
        }
      }
    }
  }

  private static int[][] draw(HistoryLengths lengths, long seed) {
    return new GeneratedHistories(new Fixed(), STANDARD, lengths, seed).draw(0, USERS);
  }

  @Test
  void itemsAreDrawnFromTheSoftmaxWithoutReplacement() {
    double[] first = new double[4];
    double[][] pair = new double[4][4];
    for (int[] items : draw(TWO, 1)) {
      assertEquals(2, items.length);
      first[items[0]] += 1.0 / USERS;
      pair[items[0]][items[1]] += 1.0 / USERS;
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(SHARES[i], first[i], NEAR);
      assertEquals(0, pair[i][i]);
      for (int j = 0; j < 4; j++) {
        if (j != i) {
          assertEquals(SHARES[i] * SHARES[j] / (1 - SHARES[i]), pair[i][j], NEAR);
        }
      }
    }
  }

  @Test
  void lengthsMatchTheHistories() {
    HistoryLengths lengths = new HistoryLengths(new int[] {0, 1, 3, 4}, new int[] {1, 4, 0, 5});
    double[] shares = new double[5];
    for (int[] items : draw(lengths, 2)) {
      shares[items.length] += 1.0 / USERS;
      assertEquals(items.length, Arrays.stream(items).distinct().count());
    }
    assertArrayEquals(new double[] {.1, .4, 0, 0, .5}, shares, NEAR);
  }

  @Test
  void codesAreStandardNormal() {
    Fixed model = new Fixed();
    new GeneratedHistories(model, STANDARD, TWO, 3).draw(0, USERS);
    double[] codes =
        Arrays.stream(model.seen)
            .flatMapToDouble(code -> Arrays.stream(new double[] {code[0], code[1], code[2]}))
            .toArray();
    double within = Arrays.stream(codes).filter(z -> Math.abs(z) < 1).count();
    assertEquals(0, Arrays.stream(codes).average().orElseThrow(), NEAR);
    assertEquals(1, Arrays.stream(codes).map(z -> z * z).average().orElseThrow(), 2 * NEAR);
    assertEquals(.6827, within / codes.length, NEAR);
  }

  /** It does not depend on the other users or on earlier draws. */
  @Test
  void historyDependsOnlyOnSeedAndNumber() {
    HistoryLengths lengths = new HistoryLengths(new int[] {1, 4}, new int[] {1, 1});
    int[][] all = draw(lengths, 4);
    GeneratedHistories again = new GeneratedHistories(new Fixed(), STANDARD, lengths, 4);
    int[][] some = again.draw(100, 50);
    for (int k = 0; k < 50; k++) {
      assertArrayEquals(all[100 + k], some[k]);
    }
    int[][] other = draw(lengths, 5);
    long same = 0;
    for (int u = 0; u < USERS; u++) {
      same += Arrays.equals(all[u], other[u]) ? 1 : 0;
    }
    assertTrue(same < USERS / 2, "the same under another seed: " + same);
  }

  @Test
  void rejectsEmptyLengths() {
    assertEquals(
        "Invalid lengths: 1 of them, of 0 users (expected 1 user or more)",
        assertThrows(
                IllegalArgumentException.class,
                () -> new HistoryLengths(new int[] {3}, new int[] {0}))
            .getMessage());
  }
}
