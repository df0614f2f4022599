package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HistoryTest {
  private static History of(int[] items, float[] weights, long[] times) {
    return new History(items, weights, times);
  }

  /** Items 7, 2, 9 and 4, in this order. */
  private static History four() {
    return of(new int[] {7, 2, 9, 4}, new float[] {1, 2, 3, 4}, new long[] {10, 20, 30, 40});
  }

  private static void assertHistory(int[] items, float[] weights, long[] times, History actual) {
    assertArrayEquals(items, actual.items());
    assertArrayEquals(weights, actual.weights());
    assertArrayEquals(times, actual.times());
  }

  private static void assertNothing(History actual) {
    assertHistory(new int[0], new float[0], new long[0], actual);
  }

  @Test
  void requiresAWeightAndATimePerItem() {
    assertEquals(4, four().size());
    assertFalse(four().isEmpty());
    assertEquals(
        "Invalid history: 2 items, 1 weights, 2 times (expected one length)",
        assertThrows(
                IllegalArgumentException.class, () -> of(new int[2], new float[1], new long[2]))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> of(new int[2], new float[2], new long[3]));
  }

  @Test
  void emptyHistory() {
    assertTrue(History.EMPTY.isEmpty());
    assertEquals(0, History.EMPTY.size());
    assertNothing(History.EMPTY.filter(new boolean[0]));
    assertNothing(History.EMPTY.newest(3));
    assertNothing(History.EMPTY.reindex(new int[] {1, 0}));
    assertNothing(History.EMPTY.then(History.EMPTY));
    assertEquals(0, History.EMPTY.sortedItems().length);
  }

  @Test
  void filterKeepsTheOrder() {
    assertHistory(
        new int[] {7, 9},
        new float[] {1, 3},
        new long[] {10, 30},
        four().filter(new boolean[] {true, false, true, false}));
    assertNothing(four().filter(new boolean[4]));
    assertHistory(
        four().items(),
        four().weights(),
        four().times(),
        four().filter(new boolean[] {true, true, true, true}));
  }

  @Test
  void newestKeepsTheLast() {
    assertHistory(new int[] {9, 4}, new float[] {3, 4}, new long[] {30, 40}, four().newest(2));
    assertNothing(four().newest(0));
    for (int size : new int[] {4, 5, Integer.MAX_VALUE}) {
      assertHistory(four().items(), four().weights(), four().times(), four().newest(size));
    }
  }

  @Test
  void reindexRenamesAndDrops() {
    int[] newIndex = {-1, -1, 0, -1, 1, -1, -1, -1, -1, 2}; // 2 -> 0, 4 -> 1, 9 -> 2, no 7
    History original = four();
    assertHistory(
        new int[] {0, 2, 1},
        new float[] {2, 3, 4},
        new long[] {20, 30, 40},
        original.reindex(newIndex));
    assertArrayEquals(new int[] {7, 2, 9, 4}, original.items(), "the original is untouched");
    assertNothing(original.reindex(new int[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1}));
  }

  @Test
  void reindexDropsItemsOutsideTheCatalogue() {
    History unknown = of(new int[] {-1, 1}, new float[] {5, 6}, new long[] {1, 2});
    assertHistory(
        new int[] {3}, new float[] {6}, new long[] {2}, unknown.reindex(new int[] {0, 3}));
  }

  @Test
  void thenAddsNewItems() {
    History later = of(new int[] {2, 5}, new float[] {8, 9}, new long[] {50, 60});
    assertHistory( // 2 is already there: its weight and time stay
        new int[] {7, 2, 9, 4, 5},
        new float[] {1, 2, 3, 4, 9},
        new long[] {10, 20, 30, 40, 60},
        four().then(later));
    assertHistory(four().items(), four().weights(), four().times(), four().then(History.EMPTY));
    assertHistory(four().items(), four().weights(), four().times(), History.EMPTY.then(four()));
    assertHistory(four().items(), four().weights(), four().times(), four().then(four()));
  }

  @Test
  void thenKeepsChronologicalOrder() {
    History other = of(new int[] {5, 6, 8}, new float[] {7, 8, 9}, new long[] {5, 20, 99});
    assertHistory( // on equal times, existing items come first
        new int[] {5, 7, 2, 6, 9, 4, 8},
        new float[] {7, 1, 2, 8, 3, 4, 9},
        new long[] {5, 10, 20, 20, 30, 40, 99},
        four().then(other));
  }

  @Test
  void byItemKeepsWeightsAndTimes() {
    assertHistory(
        new int[] {2, 4, 7, 9},
        new float[] {2, 4, 1, 3},
        new long[] {20, 40, 10, 30},
        four().byItem());
  }

  @Test
  void keepsTheOwner() {
    assertEquals(-1, four().owner());
    History owned = four().ownedBy(5);
    assertEquals(5, owned.owner());
    assertEquals(5, owned.newest(2).owner());
    assertEquals(5, owned.filter(new boolean[] {true, false, true, false}).owner());
    assertEquals(5, owned.reindex(new int[10]).owner());
    assertEquals(5, owned.then(four().ownedBy(6)).owner());
    assertEquals(5, owned.byItem().owner());
    assertEquals(6, owned.ownedBy(6).owner());
  }

  @Test
  void sortedItemsAreACopy() {
    History history = four();
    int[] sorted = history.sortedItems();
    assertArrayEquals(new int[] {2, 4, 7, 9}, sorted);
    assertNotSame(sorted, history.sortedItems());
    assertArrayEquals(new int[] {7, 2, 9, 4}, history.items());
  }
}
