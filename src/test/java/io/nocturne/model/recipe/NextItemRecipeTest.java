package io.nocturne.model.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.model.Options;
import io.nocturne.model.Recommender;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A sequence recipe works like any other. */
class NextItemRecipeTest {
  private static final int ITEMS = 6;

  private static NextItemRecipe recipe(String options) {
    return new NextItemRecipe(Options.parse("train." + NextItemRecipe.NAME, options));
  }

  @Test
  void textFormHasNameAndOptions() {
    NextItemRecipe recipe = recipe("decay=0.3 code=4");
    assertEquals("next-item code=4 decay=0.3", Recipes.text(recipe));
    assertTrue(recipe.isMultinomial());
    assertFalse(recipe.isGenerative() || recipe.isClosedForm() || recipe.predictsRatings());
    assertThrows(IllegalArgumentException.class, () -> recipe("decay=1 code=4"));
    assertThrows(IllegalArgumentException.class, () -> recipe("decay=0 code=0"));
  }

  /** Checks histories with the same items in different orders. */
  @Test
  void scoresDependOnTheOrder() {
    NextItemRecipe recipe = recipe("decay=0.3 code=4");
    Parameters parameters = Parameters.of(recipe.network(ITEMS).initialize(1, new ParallelLoop(1)));
    Recommender recommender = recipe.open(ITEMS, parameters);
    float[] scores = new float[2 * ITEMS];
    recommender.score(
        SparseRows.builder(ITEMS).add(new int[] {1, 2, 3}).add(new int[] {3, 2, 1}).build(),
        scores);
    float[] other = Arrays.copyOfRange(scores, ITEMS, 2 * ITEMS);
    assertFalse(Arrays.equals(Arrays.copyOf(scores, ITEMS), other));
  }
}
