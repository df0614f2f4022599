package io.nocturne.model.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.model.History;
import io.nocturne.model.Popularity;
import io.nocturne.model.Validation;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.nn.FlatParameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutListsTest {
  /** Item 2 is the most popular, then 1, 0 and 3. */
  private static final float[] COUNTS = {2, 3, 4, 1};

  private static HeldOutLists lists(List<History> known, int[]... heldOut) {
    return new HeldOutLists("hit-rate@1", COUNTS, known, List.of(heldOut));
  }

  /** Popularity's list is 2, 1, 0, 3 without the user's known items. */
  @Test
  void isTheMeanOverUsersWithHeldOutItems() {
    List<History> known = List.of(History.of(0), History.of(2), History.of(2), History.EMPTY);
    HeldOutLists lists = lists(known, new int[] {2}, new int[] {3, 0}, new int[0], new int[] {2});
    assertEquals(2 / 3., lists.mean(new Popularity(COUNTS)), 1e-12, "a hit, a miss, a hit");
    HeldOutLists unsorted = lists(List.of(History.of(0)), new int[] {3, 2});
    assertEquals(1, unsorted.mean(new Popularity(COUNTS)));
  }

  @Test
  void measuresManyUsersInBatches() {
    List<History> known = new ArrayList<>(Collections.nCopies(150, History.of(0)));
    List<int[]> heldOut = new ArrayList<>(Collections.nCopies(150, new int[] {2}));
    heldOut.set(149, new int[] {3});
    HeldOutLists lists = new HeldOutLists("hit-rate@1", COUNTS, known, heldOut);
    assertEquals(149 / 150., lists.mean(new Popularity(COUNTS)), 1e-12);
  }

  @Test
  void opensParametersByTheRecipe() {
    Validation validation =
        lists(List.of(History.of(0)), new int[] {3}).validation(Recipes.of("popularity"));
    assertEquals("hit-rate@1", validation.metric());
    assertEquals(0, validation.measure(FlatParameters.one("item.counts", 1, COUNTS)));
    assertEquals(1, validation.measure(FlatParameters.one("item.counts", 1, 0, 0, 0, 9)));
  }

  /** The mean over no users would be NaN. */
  @Test
  void rejectsListsWithoutHeldOutItems() {
    assertEquals(
        "Invalid held-out items: none of 1 users has any (expected some, which the metric measures)",
        assertThrows(
                IllegalArgumentException.class, () -> lists(List.of(History.of(0)), new int[0]))
            .getMessage());
  }

  @Test
  void requiresHeldOutItemsPerHistory() {
    assertEquals(
        "Invalid number of held-out users: 2 (expected 1, one for each history)",
        assertThrows(
                IllegalArgumentException.class,
                () -> lists(List.of(History.of(0)), new int[] {3}, new int[] {2}))
            .getMessage());
  }
}
