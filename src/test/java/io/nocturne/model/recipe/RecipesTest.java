package io.nocturne.model.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.nn.parameter.RowsOf;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipesTest {
  @Test
  void textFormReadsBack() {
    for (String text : TestRecipes.all()) {
      Recipe recipe = Recipes.parse(text);
      assertEquals(text, Recipes.text(recipe));
      Recipe again = Recipes.parse(Recipes.text(recipe));
      assertEquals(recipe.name(), again.name());
      assertEquals(recipe.options(), again.options());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EASE lambda=1 | Unknown recipe: EASE (expected one of auto-rec, ",
        "EASE lambda=1 | ; did you mean ease?)",
        "ease item-power=0 user-power=0 | Missing option: train.ease.lambda (there are [item-power, user-power])",
        "ease lambda=0 solver=lapack item-power=0 user-power=0 when-too-large=refuse | Invalid train.ease.lambda: 0 (expected a number, more than 0)",
        "ease lambda=x solver=lapack item-power=0 user-power=0 when-too-large=refuse | Invalid train.ease.lambda: x (expected a number)",
        "ease lambda=1 solver=lapak item-power=0 user-power=0 when-too-large=refuse | Invalid train.ease.solver: lapak (expected one of lapack, breeze; did you mean lapack?)",
        "ease lambda | Invalid options: lambda (expected name=value)",
        "ease =5 | Invalid options: =5 (expected name=value)",
        "mult-dae hidden=0 code=4 activation=tanh code-activation=tanh dropout=.5 | Invalid train.mult-dae.hidden: 0 (expected none, or widths of 1 or more)",
        "mult-dae hidden=4,x code=4 activation=tanh code-activation=tanh dropout=.5 | Invalid train.mult-dae.hidden: 4,x (expected none, or widths of 1 or more)",
        "mult-dae hidden=none code=0 activation=tanh code-activation=tanh dropout=.5 | Invalid train.mult-dae.code: 0 (expected a whole number, 1 or more)",
        "mult-dae hidden=none code=4 activation=tahn code-activation=tanh dropout=.5 | did you mean tanh?",
        "dae hidden=none activation=tanh code=4 code-activation=tanh normalize=true corruption=dropout noise=.5 loss=squared output-activation=swish | Invalid train.dae.output-activation: swish (expected any other activation: this one is not invertible)",
        "contractive-ae code=4 code-activation=swish normalize=true corruption=dropout noise=0 contraction=1 loss=squared output-activation=identity | Invalid train.contractive-ae.code-activation: swish (expected any other activation: this one is not invertible)",
        "linear-ae tied=true code=4 normalize=true corruption=gaussian noise=0 | Invalid train.linear-ae.noise: 0 (expected a number, more than 0, with corruption = gaussian)",
        "linear-ae tied=true code=4 normalize=true corruption=salt noise=0 | Invalid train.linear-ae.noise: 0 (expected a number, more than 0, with corruption = salt)",
        "linear-ae tied=true code=4 normalize=false corruption=dropout noise=.1 solver=eigen | Invalid train.linear-ae.solver: eigen (expected descent, as eigen needs tied = true, normalize = false and noise = 0)",
        "cheby-cf order=0 flatness=1 rank=1 alpha=0 beta=0 | Invalid train.cheby-cf.order: 0 (expected a whole number, 1 or more)",
        "svd-ae rank=0 | Invalid train.svd-ae.rank: 0 (expected a whole number, 1 or more)",
        "deep-rec hidden=4 activation=selu code=4 dropout=.5 re-feeding=true output-activation=swish | Invalid train.deep-rec.output-activation: swish",
        "auto-rec over=items fold-in-penalty=1 code=4 activation=sigmoid output-activation=swish | Invalid train.auto-rec.output-activation: swish",
        "mult-dae hidden=none code=4 activation=tanh code-activation=tanh dropout=1 | Invalid train.mult-dae.dropout: 1 (expected a number, 0 or more and less than 1)",
      })
  void rejectsInvalidText(String text, String message) {
    String actual =
        assertThrows(IllegalArgumentException.class, () -> Recipes.parse(text)).getMessage();
    assertTrue(actual.endsWith(message) || actual.contains(message), actual);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linear-ae tied=true code=4 normalize=true corruption=gaussian noise=.1",
        "linear-ae tied=false code=4 normalize=true corruption=gaussian noise=.1",
        "dae hidden=4 activation=swish code=4 code-activation=swish normalize=true corruption=gaussian noise=.5 loss=squared output-activation=selu"
      })
  void acceptsSimilarValidText(String text) {
    assertTrue(text.startsWith(Recipes.parse(text).name() + " "));
  }

  @Test
  void missingOptionsHaveTheDefaultsOfTheFile() {
    assertEquals(
        "mult-vae activation=tanh anneal-examples=10000000 beta=0.2 code=200 dropout=0.5 hidden=600",
        Recipes.text(Recipes.of("mult-vae")));
    assertEquals(
        "mult-vae activation=tanh anneal-examples=10000000 beta=0.2 code=100 dropout=0.5 hidden=300,150",
        Recipes.text(Recipes.of("mult-vae", "hidden = [300, 150], code = 200", "code = 100")));
    assertEquals("popularity", Recipes.text(Recipes.of("popularity")));
    for (String name : Recipes.names()) {
      assertEquals(name, Recipes.of(name).name());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mult-vea | | Unknown recipe: mult-vea (expected one of auto-rec, ",
        "mult-vea | code = 3 | ; did you mean mult-vae?)",
        "mult-vae | cod = 3 | Unknown key: train.mult-vae.cod in the settings: 1; did you mean train.mult-vae.code?",
        "mult-vae | code = many | Invalid train.mult-vae.code: \"many\" in the settings: 1 (expected integer, 1 to 100000)",
        "mult-vae | code = [3 | Cannot read the configuration: the settings: ",
        "stacked-dae | widths = [] | Invalid train.stacked-dae.widths: none (expected one width or more)",
        "popularity | code = 3 | Unknown key: train.popularity in the settings: 1",
      })
  void rejectsInvalidSettings(String name, String settings, String message) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Recipes.of(name, settings == null ? "" : settings));
    assertTrue(error.getMessage().contains(message), error::getMessage);
  }

  /** Which recipes, with which options, can replace their loss by a sampled softmax. */
  @Test
  void sampledSoftmaxRequiresTheMultinomialLoss() {
    for (String text : TestRecipes.all()) {
      boolean expected =
          text.contains("loss=multinomial") || text.matches("(mult-dae|mult-vae|rec-vae) .*");
      assertEquals(expected, Recipes.parse(text).isMultinomial(), text);
    }
    String dae =
        "dae hidden=none activation=tanh code=4 code-activation=tanh normalize=true corruption=dropout noise=.5 output-activation=identity loss=";
    for (String loss : List.of("squared", "cross-entropy", "multinomial", "cosine")) {
      assertEquals(loss.equals("multinomial"), Recipes.parse(dae + loss).isMultinomial(), loss);
    }
  }

  @Test
  void easeOpensAsItemWeights() {
    // B = [0 2; 3 0], so a history of item 1 selects the second row
    Parameters b = FlatParameters.one("item.weights", 2, 0, 2, 3, 0);
    assertArrayEquals(new float[] {3, 0}, scores(Recipes.parse(TestRecipes.EASE).open(2, b), 1));
    // as it was stored before there were more options
    assertArrayEquals(
        new float[] {3, 0}, scores(Recipes.parse("ease lambda=1 solver=lapack").open(2, b), 1));
    assertEquals(4, b.size());
  }

  @Test
  void popularityOpensAsCounts() {
    Parameters counts = FlatParameters.one("item.counts", 1, 4, 9);
    assertArrayEquals(new float[] {4, 9}, scores(Recipes.parse("popularity").open(2, counts), 1));
  }

  @Test
  void parametersCanExceedAnInt() {
    float[] block = new float[1 << 20];
    float[][] blocks = new float[2049][];
    Arrays.fill(blocks, block);
    BlockShape shape = BlockShape.weights("item.weights", RowsOf.NONE, 2049 << 10, 1 << 10);
    assertEquals(2049L << 20, new Parameters(List.of(new Block.Floats(shape, blocks))).size());
  }

  private static float[] scores(Recommender model, int... history) {
    float[] scores = new float[model.items()];
    model.score(SparseRows.builder(model.items()).add(history).build(), scores);
    return scores;
  }
}
