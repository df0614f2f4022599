package io.nocturne.model.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.config.Configuration;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.model.LocalData;
import io.nocturne.model.Recipe;
import io.nocturne.model.TrainingData;
import io.nocturne.model.linear.SparseItemWeights;
import io.nocturne.model.linear.SymmetricWeights;
import io.nocturne.nn.parameter.Parameters;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code train.ease.when-too-large} does where the inverse does not fit into memory. */
class EaseStandInTest {
  private static final int ITEMS = 12;
  private final List<String> messages = new ArrayList<>();

  private static SparseRows histories() {
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    for (int user = 0; user < 40; user++) {
      rows.add(new int[] {user % 4, 4 + user % 5, 9 + user % 3});
    }
    return rows.build();
  }

  /** The data, on a machine with this many bytes of memory. */
  private TrainingData with(long memory) {
    TrainingData data = LocalData.of(histories()).withThreads(1).withProgress(messages::add);
    return (TrainingData)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {TrainingData.class},
            (proxy, method, arguments) ->
                method.getName().equals("memory") ? memory : method.invoke(data, arguments));
  }

  private static Recipe recipe(String whenTooLarge) {
    return Recipes.of(
        "ease",
        Configuration.of(
            "train",
            "ease.when-too-large = " + whenTooLarge,
            "sparse-ease { neighbours = 2, density = 1 }"));
  }

  @Test
  void goesOnWithTheSettingsOfTheSparseRecipe() {
    Recipe ease = recipe("sparse");
    Parameters parameters = ease.fit(with(100));
    assertTrue(
        messages.get(0).endsWith("too large, so it goes on with sparse-ease"), messages::toString);
    SparseRows weights = parameters.sparse(SparseItemWeights.MATRIX, ITEMS);
    assertEquals(2 * ITEMS, weights.nonZeros()); // two neighbours of each
    assertEquals(ITEMS, ease.open(ITEMS, parameters).items());
    assertEquals(ITEMS, Recipes.parse(Recipes.text(ease)).open(ITEMS, parameters).items());
  }

  @Test
  void isExactWhereItFits() {
    Parameters parameters = recipe("sparse").fit(with(1 << 30));
    assertTrue(messages.get(0).endsWith("exact"), messages::toString);
    assertTrue(parameters.has(SymmetricWeights.INVERSE));
  }

  @Test
  void settingsOfTheStandInCountOnlyWhereItMayBeTrained() {
    assertEquals(Set.of("ease", "sparse-ease"), recipe("sparse").settings());
    assertEquals(Set.of("ease"), recipe("refuse").settings());
  }
}
