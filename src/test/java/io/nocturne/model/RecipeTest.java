package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.SparseRows;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecipeTest {
  @Test
  void labelsAreReadBack() {
    for (Recipe recipe : Recipe.values()) {
      assertSame(recipe, Recipe.named(recipe.label()));
    }
    assertEquals("ease", Recipe.EASE.label());
    assertEquals(
        "Unknown recipe: EASE",
        assertThrows(IllegalArgumentException.class, () -> Recipe.named("EASE")).getMessage());
  }

  @Test
  void easeOpensAsItemWeights() {
    // B = [0 2; 3 0], and a history of item 1 alone takes its second row
    Parameters b = new Parameters(new float[][] {{0, 2, 3, 0}});
    assertArrayEquals(new float[] {3, 0}, scores(Recipe.EASE.open(2, b), 1));
    assertEquals(4, b.size());
  }

  @Test
  void popularityOpensAsCounts() {
    Parameters counts = new Parameters(new float[][] {{4, 9}});
    assertArrayEquals(new float[] {4, 9}, scores(Recipe.POPULARITY.open(2, counts), 1));
  }

  @Test
  void parametersMayBeMoreThanAnIntCounts() {
    float[] block = new float[1 << 20];
    float[][] blocks = new float[2049][];
    Arrays.fill(blocks, block);
    assertEquals(2049L << 20, new Parameters(blocks).size());
  }

  private static float[] scores(Recommender model, int... history) {
    float[] scores = new float[model.items()];
    model.score(SparseRows.builder(model.items()).add(history).build(), scores);
    return scores;
  }
}
