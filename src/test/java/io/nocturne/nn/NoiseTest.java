package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.Tiles;
import io.nocturne.nn.layer.DenseInput;
import io.nocturne.nn.layer.Dropout;
import io.nocturne.nn.layer.Pass;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Noise that is added: salt, normal noise on every item, and dropout of what a layer puts out. */
class NoiseTest {
  private static final int ROWS = 200;
  private static final int ITEMS = 700;

  /** Nearly a tenth of all items each, one has none. */
  private static final SparseRows HISTORIES = RandomHistories.of(1, ROWS, ITEMS, .1);

  private static Batch batch(Corruption corruption, SparseRows histories, long seed) {
    Batch batch = new Batch();
    new BatchMaker(histories, corruption, null)
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

  /**
   * Of the items of all histories together, about 14,000; each of the others comes by itself, so
   * that their number has a variance below its mean. 100 times as many are all that there are.
   */
  @ParameterizedTest
  @ValueSource(doubles = {.01, .5, 1, 3, 100})
  void saltAddsItsShareOfTheHistory(double salt) {
    Batch batch = batch(new Corruption(false, 0, salt, 0), HISTORIES, 4);
    double expected = 0;
    int added = 0;
    int[] perItem = new int[ITEMS];
    for (int r = 0; r < ROWS; r++) {
      Set<Integer> own = items(HISTORIES, r);
      Set<Integer> seen = new HashSet<>();
      expected += Math.min(ITEMS - own.size(), salt * own.size());
      for (int k = batch.starts[r]; k < batch.starts[r + 1]; k++) {
        assertTrue(seen.add(batch.items[k]), "twice in a row");
        if (!own.contains(batch.items[k])) {
          assertEquals(1, batch.weights[k]);
          added++;
          perItem[batch.items[k]]++;
        }
      }
      assertTrue(seen.containsAll(own), "nothing is dropped");
      assertTrue(!own.isEmpty() || seen.isEmpty(), "of nothing there is no share");
    }
    assertEquals(expected, added, salt == 100 ? 0 : 4 * Math.sqrt(expected));
    int firstHalf = Arrays.stream(perItem, 0, ITEMS / 2).sum();
    double most = 5 * Math.sqrt(added / 4.0 + 1);
    assertEquals(added / 2.0, firstHalf, most, "the last items are met as often as the first");
  }

  private static double deviation(double share, int count) {
    return Math.sqrt(share * (1 - share) / count);
  }

  /** As what is there: by the length of the history, and by what dropout scales up. */
  @Test
  void saltIsScaledAsTheHistoryIs() {
    SparseRows rows = SparseRows.builder(50).add(new int[] {3, 4}, new float[] {3, 4}).build();
    Batch batch = batch(new Corruption(true, .5, 10, 0), rows, 2);
    int added = 0;
    for (int k = 0; k < batch.starts[1]; k++) {
      if (batch.items[k] != 3 && batch.items[k] != 4) {
        assertEquals(1 / 5f / .5f, batch.weights[k], 1e-6f);
        added++;
      }
    }
    assertTrue(added > 5, "of 20 expected: " + added);
  }

  @Test
  void theSeedDecidesTheSalt() {
    Corruption salt = new Corruption(false, 0, .3, 0);
    Batch first = batch(salt, HISTORIES, 4);
    assertArrayEquals(first.items, batch(salt, HISTORIES, 4).items);
    assertFalse(Arrays.equals(first.items, batch(salt, HISTORIES, 5).items));
    assertFalse(Arrays.equals(salted(first, 1), salted(first, 2)), "each row has its own");
  }

  /** What was added to a row. */
  private static int[] salted(Batch batch, int row) {
    Set<Integer> own = items(HISTORIES, row);
    return Arrays.stream(batch.items, batch.starts[row], batch.starts[row + 1])
        .filter(item -> !own.contains(item))
        .toArray();
  }

  private static Batch noisy(double gaussian, long seed, int threads) {
    Corruption corruption = new Corruption(false, 0, 0, gaussian);
    Batch batch = batch(corruption, HISTORIES, 4);
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      Pass pass = new Pass(Compute.on(loop), new float[0]);
      pass.seed = seed;
      DenseInput.addNoise(pass, batch, ITEMS, corruption);
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
   * The noise of each row but the empty one, in units of the deviation that makes it as long as the
   * history.
   */
  private static double[][] noise(Batch batch) {
    double[][] noise = new double[ROWS][ITEMS];
    Tiles tiles = Tiles.of(ITEMS);
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < ITEMS; i++) {
        noise[r][i] = batch.dense[DenseInput.at(tiles, ROWS, r, i)];
      }
      for (int k = batch.starts[r]; k < batch.starts[r + 1]; k++) {
        noise[r][batch.items[k]] -= batch.weights[k];
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
   * Of n = 140,000: the mean is within 4 / sqrt(n) deviations, their square within 4 sqrt(2 / n);
   * 68.27 % lie within one of them.
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

  /** Whether an item is there makes no difference to its noise, nor does its neighbour. */
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
  void theSeedAloneDecidesTheNormalNoise() {
    float[] first = noisy(.5, 4, 1).dense;
    assertArrayEquals(first, noisy(.5, 4, 3).dense, 0f);
    assertFalse(Arrays.equals(first, noisy(.5, 5, 1).dense));
  }

  private static float[] dropped(Dropout dropout, float[] in, long seed, int threads) {
    float[] out = new float[in.length];
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      Pass pass = new Pass(Compute.on(loop), new float[0]);
      pass.rows = ROWS;
      pass.seed = seed;
      pass.optimizer = new GradientRecorder(0);
      dropout.forward(pass, 0, in, out, new float[in.length]);
    }
    return out;
  }

  /** Of 100,000 numbers. */
  @ParameterizedTest
  @ValueSource(doubles = {.1, .5, .9})
  void dropoutScalesWhatStays(double rate) {
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
  void theSeedAndTheLayerDecideWhatIsDropped() {
    float[] in = Gradients.random(1, ROWS * 500, 1);
    float[] first = dropped(new Dropout(500, .5, 0), in, 4, 1);
    assertArrayEquals(first, dropped(new Dropout(500, .5, 0), in, 4, 3), 0f);
    assertFalse(Arrays.equals(first, dropped(new Dropout(500, .5, 0), in, 5, 1)));
    assertFalse(Arrays.equals(first, dropped(new Dropout(500, .5, 1), in, 4, 1)));
  }

  @Test
  void nothingIsDroppedWhereNothingIsLearnt() {
    float[] in = Gradients.random(1, 2 * 500, 1);
    float[] out = new float[in.length];
    Pass pass = new Pass(Compute.on(new ParallelLoop(1)), new float[0]);
    pass.rows = 2;
    new Dropout(500, .5, 0).forward(pass, 0, in, out, new float[in.length]);
    assertArrayEquals(in, out);
  }
}
