package io.nocturne.model.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.model.LinearRecommender;
import io.nocturne.model.LocalData;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact solutions of which only the largest weights are kept. */
class WeightsPerItemTest {
  private static final int ITEMS = 30;

  private static SparseRows histories() {
    SplitMix64 random = new SplitMix64(5);
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    for (int user = 0; user < 200; user++) {
      rows.add(IntStream.range(0, ITEMS).filter(i -> random.nextDouble() < .2).toArray());
    }
    return rows.build();
  }

  private static float[] scores(Recommender model) {
    SparseRows some = histories();
    float[] scores = new float[some.rows() * ITEMS];
    model.score(some, scores);
    return scores;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ease", "dlae", "edlae", "rlae", "rdlae"})
  void keepsSomeOrAll(String name) {
    List<String> messages = new ArrayList<>();
    LocalData data = LocalData.of(histories()).withThreads(2).withProgress(messages::add);
    Recommender exact = Recipes.of(name).train(data);
    Recommender all = Recipes.of(name, "weights-per-item = 30").train(data);
    assertArrayEquals(scores(exact), scores(all), 1e-5f);

    Recipe recipe = Recipes.of(name, "weights-per-item = 4");
    Recommender few = recipe.train(data);
    SparseRows weights = assertInstanceOf(LinearRecommender.class, few).weights();
    assertEquals(4 * ITEMS, weights.nonZeros());
    String last = messages.get(messages.size() - 1);
    assertEquals("keeping the 4 largest weights of each item: 120 of 900 (13.33 %)", last);
    Recipe stored = Recipes.parse(Recipes.text(recipe));
    assertArrayEquals(scores(few), scores(stored.open(ITEMS, recipe.fit(data))), 0);
    assertTrue(Recipes.text(recipe).contains("weights-per-item=4"));
  }
}
