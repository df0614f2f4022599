package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.SparseRows;
import io.nocturne.math.TopN;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Network;
import io.nocturne.nn.NetworkBuilder;
import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoencoderTest {
  /** 3 items, a code of 2, 3 items; all linear. */
  private static final Network NETWORK =
      Network.over(3).dense(2, Activation.IDENTITY).code().multinomial();

  /** W [3 x 2], b [2], W [3 x 2], b [3]. */
  private static final Parameters PARAMETERS =
      FlatParameters.parameters(
          NETWORK, new float[] {1, 2, 3, 4, 5, 6, .5f, -.5f, 1, 0, 0, 1, 1, 1, 10, 20, 30});

  @Test
  void codesAndScoresMatchTheNetwork() {
    Autoencoder model = Autoencoder.open(NETWORK, PARAMETERS);
    SparseRows histories =
        SparseRows.builder(3).add(new int[] {1}).add(new int[0]).add(new int[] {2, 0}).build();
    float[] codes = new float[6];
    model.encode(histories, codes);
    assertArrayEquals(new float[] {3.5f, 3.5f, .5f, -.5f, 6.5f, 7.5f}, codes);
    float[] scores = new float[9];
    model.score(histories, scores);
    assertArrayEquals(
        new float[] {13.5f, 23.5f, 37, 10.5f, 19.5f, 30, 16.5f, 27.5f, 44}, scores, 1e-5f);
    assertEquals(3, model.items());
    assertEquals(2, model.codeWidth());
  }

  /** The vectors of two training users are a block after those of the network. */
  @Test
  void vectorsOfUsersAreAddedToTheirCodes() {
    Network network =
        Network.over(3)
            .users()
            .dense(2, Activation.IDENTITY)
            .code()
            .squaredObserved(Activation.IDENTITY, false);
    float[] vectors = {100, 200, -1, .5f};
    Autoencoder model =
        new Autoencoder(
            network, PARAMETERS.with(Parameters.floats(UserVectors.shape(2, 2), vectors)));
    SparseRows histories =
        SparseRows.builder(3)
            .add(new int[] {1}, new float[] {1}, 1)
            .add(new int[0], new float[0], 0)
            .add(new int[0])
            .build();
    float[] codes = new float[6];
    model.encode(histories, codes);
    assertArrayEquals(new float[] {2.5f, 4, 100.5f, 199.5f, .5f, -.5f}, codes);
    float[] scores = new float[9];
    model.score(histories, scores);
    assertArrayEquals(
        new float[] {12.5f, 24, 36.5f, 110.5f, 219.5f, 330, 10.5f, 19.5f, 30}, scores, 1e-4f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"multinomial", "squared", "observed", "tied"})
  void rangesHoldTheScoresAndListsAreTheBestOfThem(String output) {
    int items = 5_000;
    NetworkBuilder builder = Network.over(items);
    NetworkBuilder encoder = builder.dense(4, Activation.TANH).code();
    Network network =
        switch (output) {
          case "multinomial" -> encoder.multinomial();
          case "squared" -> encoder.squared(Activation.SELU);
          case "observed" -> encoder.squaredObserved(Activation.SIGMOID, false);
          default -> Network.over(items).tied(4);
        };
    SparseRows histories =
        SparseRows.builder(items)
            .add(new int[] {1, 4_999})
            .add(new int[] {700})
            .add(new int[] {512, 3, 2_048})
            .build();
    Autoencoder model =
        Autoencoder.open(network, LocalData.of(histories).withThreads(1).initial(network));
    float[] all = new float[3 * items];
    model.score(histories, all);
    RangedScores scores = model.scores(histories);
    assertTrue(model.rangeWidth() < items);
    float[] range = new float[3 * model.rangeWidth()];
    for (int first = 0; first < items; first += model.rangeWidth()) {
      int width = Math.min(model.rangeWidth(), items - first);
      scores.write(first, range);
      for (int row = 0; row < 3; row++) {
        assertArrayEquals(
            Arrays.copyOfRange(all, row * items + first, row * items + first + width),
            Arrays.copyOfRange(range, row * width, (row + 1) * width),
            "bit for bit");
      }
    }
    List<History> listed =
        IntStream.range(0, 3)
            .mapToObj(
                row ->
                    new History(
                        histories.indices(row),
                        histories.values(row),
                        new long[histories.indices(row).length]))
            .toList();
    List<RankedList> lists =
        new Ranker(model, model, 30, new int[] {9, 4_000})
            .rank(listed, listed.stream().map(History::items).toList());
    for (int row = 0; row < 3; row++) {
      float[] left = Arrays.copyOfRange(all, row * items, (row + 1) * items);
      left[9] = Float.NEGATIVE_INFINITY;
      left[4_000] = Float.NEGATIVE_INFINITY;
      for (int item : histories.indices(row)) {
        left[item] = Float.NEGATIVE_INFINITY;
      }
      TopN best = new TopN(30);
      best.select(left, items);
      assertArrayEquals(best.indices(), lists.get(row).items());
      assertArrayEquals(best.scores(), lists.get(row).scores());
    }
  }

  @Test
  void rejectsParametersOfAnotherNetwork() {
    Network wider = Network.over(3).dense(3, Activation.IDENTITY).multinomial();
    assertEquals(
        "Invalid block: encoder.weights [3 items x 2] (expected encoder.weights [3 items x 3])",
        assertThrows(IllegalArgumentException.class, () -> Autoencoder.open(wider, PARAMETERS))
            .getMessage());
  }
}
