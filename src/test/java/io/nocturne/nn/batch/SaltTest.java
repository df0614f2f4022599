package io.nocturne.nn.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.nn.RandomHistories;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that corruption adds to the input. */
class SaltTest {
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

  /**
   * Relative to the items of all histories, about 14,000; each other item is added independently,
   * so the variance of their number is below its mean. A salt of 100 adds all items.
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
      for (int k = batch.starts()[r]; k < batch.starts()[r + 1]; k++) {
        assertTrue(seen.add(batch.items()[k]), "a duplicate in a row");
        if (!own.contains(batch.items()[k])) {
          assertEquals(1, batch.weights()[k]);
          added++;
          perItem[batch.items()[k]]++;
        }
      }
      assertTrue(seen.containsAll(own), "nothing is dropped");
      assertTrue(!own.isEmpty() || seen.isEmpty(), "empty histories get none");
    }
    assertEquals(expected, added, salt == 100 ? 0 : 4 * Math.sqrt(expected));
    int firstHalf = Arrays.stream(perItem, 0, ITEMS / 2).sum();
    double most = 5 * Math.sqrt(added / 4.0 + 1);
    assertEquals(added / 2.0, firstHalf, most, "the last items are as frequent as the first");
  }

  /** Like the history's items: by its length and by the factor of dropout. */
  @Test
  void saltIsScaledLikeTheHistory() {
    SparseRows rows = SparseRows.builder(50).add(new int[] {3, 4}, new float[] {3, 4}).build();
    Batch batch = batch(new Corruption(true, .5, 10, 0), rows, 2);
    int added = 0;
    for (int k = 0; k < batch.starts()[1]; k++) {
      if (batch.items()[k] != 3 && batch.items()[k] != 4) {
        assertEquals(1 / 5f / .5f, batch.weights()[k], 1e-6f);
        added++;
      }
    }
    assertTrue(added > 5, "of 20 expected: " + added);
  }

  @Test
  void seedDeterminesTheSalt() {
    Corruption salt = new Corruption(false, 0, .3, 0);
    Batch first = batch(salt, HISTORIES, 4);
    assertArrayEquals(first.items, batch(salt, HISTORIES, 4).items);
    assertFalse(Arrays.equals(first.items, batch(salt, HISTORIES, 5).items));
    assertFalse(Arrays.equals(salted(first, 1), salted(first, 2)), "each row has its own");
  }

  /** The items added to a row. */
  private static int[] salted(Batch batch, int row) {
    Set<Integer> own = items(HISTORIES, row);
    return Arrays.stream(batch.items(), batch.starts()[row], batch.starts()[row + 1])
        .filter(item -> !own.contains(item))
        .toArray();
  }
}
