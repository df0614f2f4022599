package io.nocturne.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.Gradients;
import io.nocturne.nn.RandomHistories;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.HistoryTargets;
import io.nocturne.nn.batch.Tiles;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Normal noise on every item, and dropout of the output of a layer. */
class NoiseTest {
  private static final int ROWS = 200;
  private static final int ITEMS = 700;

  /** Nearly a tenth of all items each; one is empty. */
  private static final SparseRows HISTORIES = RandomHistories.of(1, ROWS, ITEMS, .1);

  private static Batch batch(Corruption corruption, SparseRows histories, long seed) {
    Batch batch = new Batch();
    new BatchMaker(histories, corruption, new HistoryTargets(), null, false)
        .make(RandomHistories.inOrder(histories.rows()), 0, histories.rows(), seed, batch);
    return batch;
  }

  private static Set<Integer> items(SparseRows rows, int row) {
    Set<Integer> items = new HashSet<>();
    for (int k = rows.start(row); k < rows.end(row); k++) {
      items.add(rows.index(k));
    }
    return items;
  }

  private static double deviation(double share, int count) {
    return Math.sqrt(share * (1 - share) / count);
  }

  private static Batch noisy(double gaussian, long seed, int threads) {
    Corruption corruption = new Corruption(false, 0, 0, gaussian);
    Batch batch = batch(corruption, HISTORIES, 4);
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      Pass pass = Passes.training(Compute.on(loop), batch, seed);
      DenseInput.addNoise(pass, ITEMS, corruption);
    }
    return batch;
  }

  private static double length(int row) {
    double squares = 0;
    for (int k = HISTORIES.start(row); k < HISTORIES.end(row); k++) {
      squares += (double) HISTORIES.value(k) * HISTORIES.value(k);
    }
    return Math.sqrt(squares);
  }

  /**
   * The noise of each row except the empty one, in units of the deviation with which it is as long
   * as the history.
   */
  private static double[][] noise(Batch batch) {
    double[][] noise = new double[ROWS][ITEMS];
    Tiles tiles = Tiles.of(ITEMS);
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < ITEMS; i++) {
        noise[r][i] = batch.dense()[DenseInput.at(tiles, ROWS, r, i)];
      }
      for (int k = batch.starts()[r]; k < batch.starts()[r + 1]; k++) {
        noise[r][batch.items()[k]] -= batch.weights()[k];
      }
      double unit = length(r) / Math.sqrt(ITEMS);
      for (int i = 0; i < ITEMS && unit > 0; i++) {
        noise[r][i] /= unit;
      }
    }
    assertArrayEquals(new double[ITEMS], noise[RandomHistories.EMPTY], 1e-30, "its length is 0");
    noise[RandomHistories.EMPTY] = noise[ROWS - 1];
    return Arrays.copyOf(noise, ROWS - 1);
  }

  /**
   * For n = 140,000, the mean is within 4 / sqrt(n) deviations, the mean square within 4 sqrt(2 /
   * n), and 68.27 % are within one deviation.
   */
  @ParameterizedTest
  @ValueSource(doubles = {.01, .5, 3})
  void normalNoiseIsOnEveryItem(double deviation) {
    double[][] noise = noise(noisy(deviation, 4, 1));
    double n = (ROWS - 1) * ITEMS;
    double sum = 0;
    double squares = 0;
    double within = 0;
    for (double[] row : noise) {
      for (double value : row) {
        assertTrue(value != 0, "every item has some");
        sum += value;
        squares += value * value;
        within += Math.abs(value) < deviation ? 1 : 0;
      }
    }
    assertEquals(0, sum / n, 4 / Math.sqrt(n) * deviation);
    assertEquals(1, squares / n / deviation / deviation, 4 * Math.sqrt(2 / n));
    assertEquals(.6827, within / n, 4 * deviation(.6827, (ROWS - 1) * ITEMS));
  }

  /** The noise does not depend on the presence of the item or on its neighbour. */
  @Test
  void normalNoiseIsIndependent() {
    double[][] noise = noise(noisy(1, 4, 1));
    double own = 0;
    double count = 0;
    double product = 0;
    double acrossRows = 0;
    for (int r = 1; r < ROWS - 1; r++) {
      for (int item : items(HISTORIES, r == RandomHistories.EMPTY ? ROWS - 1 : r)) {
        own += noise[r][item] * noise[r][item];
        count++;
      }
      for (int i = 1; i < ITEMS; i++) {
        product += noise[r][i] * noise[r][i - 1];
        acrossRows += noise[r][i] * noise[r - 1][i];
      }
    }
    double n = (ROWS - 2.0) * (ITEMS - 1);
    assertEquals(1, own / count, 4 * Math.sqrt(2 / count));
    assertEquals(0, product / n, 4 / Math.sqrt(n));
    assertEquals(0, acrossRows / n, 4 / Math.sqrt(n));
  }

  @Test
  void normalNoiseDependsOnlyOnTheSeed() {
    float[] first = noisy(.5, 4, 1).dense();
    assertArrayEquals(first, noisy(.5, 4, 3).dense(), 0f);
    assertFalse(Arrays.equals(first, noisy(.5, 5, 1).dense()));
  }

  private static float[] dropped(Dropout dropout, float[] in, long seed, int threads) {
    float[] out = new float[in.length];
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      Pass pass = Passes.training(Compute.on(loop), Batch.withoutInput(ROWS), seed);
      dropout.forward(pass, List.of(), new Flow(in, out, null, null, new float[in.length]));
    }
    return out;
  }

  /** For 100,000 numbers. */
  @ParameterizedTest
  @ValueSource(doubles = {.1, .5, .9})
  void dropoutScalesTheRest(double rate) {
    float[] in = Gradients.random(1, ROWS * 500, 1);
    float[] out = dropped(new Dropout(500, rate, 0), in, 4, 1);
    int stay = 0;
    for (int k = 0; k < in.length; k++) {
      if (out[k] != 0) {
        stay++;
        assertEquals(in[k] / (1 - rate), out[k], 1e-6 * Math.abs(out[k]));
      }
    }
    assertEquals(1 - rate, stay / 1e5, 4 * deviation(rate, 100_000));
  }

  @Test
  void dropoutDependsOnSeedAndLayer() {
    float[] in = Gradients.random(1, ROWS * 500, 1);
    float[] first = dropped(new Dropout(500, .5, 0), in, 4, 1);
    assertArrayEquals(first, dropped(new Dropout(500, .5, 0), in, 4, 3), 0f);
    assertFalse(Arrays.equals(first, dropped(new Dropout(500, .5, 0), in, 5, 1)));
    assertFalse(Arrays.equals(first, dropped(new Dropout(500, .5, 1), in, 4, 1)));
  }

  @Test
  void doesNotDropInInference() {
    float[] in = Gradients.random(1, 2 * 500, 1);
    float[] out = new float[in.length];
    Pass pass =
        Pass.inference(Compute.on(new ParallelLoop(1)), Batch.withoutInput(2), new Workspace());
    new Dropout(500, .5, 0)
        .forward(pass, List.of(), new Flow(in, out, null, null, new float[in.length]));
    assertArrayEquals(in, out);
  }
}
