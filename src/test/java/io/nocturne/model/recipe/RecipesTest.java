package io.nocturne.model.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.model.Parameters;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipesTest {
  @Test
  void theTextFormIsReadBack() {
    for (String text : TestRecipes.ALL) {
      Recipe recipe = Recipes.parse(text);
      assertEquals(text, Recipes.text(recipe));
      assertEquals(recipe.options(), Recipes.parse(Recipes.text(recipe)).options());
    }
    assertEquals(
        TestRecipes.ALL.stream().map(text -> text.split(" ")[0]).collect(Collectors.toSet()),
        Recipes.names(),
        "TestRecipes has them all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EASE lambda=1 | Unknown recipe: EASE (expected one of ease, mult-dae, mult-vae, popularity; did you mean ease?)",
        "ease solver=lapack | Missing option: train.ease.lambda (there are [solver])",
        "ease lambda=0 solver=lapack | Invalid train.ease.lambda: 0 (expected a number, more than 0)",
        "ease lambda=x solver=lapack | Invalid train.ease.lambda: x (expected a number)",
        "ease lambda=1 solver=lapak | Invalid train.ease.solver: lapak (expected one of lapack, breeze; did you mean lapack?)",
        "ease lambda | Invalid options: lambda (expected name=value)",
        "mult-dae hidden=0 code=4 activation=tanh code-activation=tanh dropout=.5 | Invalid train.mult-dae.hidden: 0 (expected none, or widths of 1 or more)",
        "mult-dae hidden=4,x code=4 activation=tanh code-activation=tanh dropout=.5 | Invalid train.mult-dae.hidden: 4,x (expected none, or widths of 1 or more)",
        "mult-dae hidden=none code=0 activation=tanh code-activation=tanh dropout=.5 | Invalid train.mult-dae.code: 0 (expected a whole number, 1 or more)",
        "mult-dae hidden=none code=4 activation=tahn code-activation=tanh dropout=.5 | did you mean tanh?",
        "mult-dae hidden=none code=4 activation=tanh code-activation=tanh dropout=1 | Invalid train.mult-dae.dropout: 1 (expected a number, 0 or more and less than 1)",
      })
  void whatIsWrongIsNamed(String text, String message) {
    String told =
        assertThrows(IllegalArgumentException.class, () -> Recipes.parse(text)).getMessage();
    assertTrue(told.endsWith(message) || told.contains(message), told);
  }

  @Test
  void easeOpensAsItemWeights() {
    // B = [0 2; 3 0], and a history of item 1 alone takes its second row
    Parameters b = new Parameters(new float[][] {{0, 2, 3, 0}});
    assertArrayEquals(
        new float[] {3, 0}, scores(Recipes.parse("ease lambda=1 solver=lapack").open(2, b), 1));
    assertEquals(4, b.size());
  }

  @Test
  void popularityOpensAsCounts() {
    Parameters counts = new Parameters(new float[][] {{4, 9}});
    assertArrayEquals(new float[] {4, 9}, scores(Recipes.parse("popularity").open(2, counts), 1));
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
