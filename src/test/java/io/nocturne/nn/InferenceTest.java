package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InferenceTest {
  private static final int ITEMS = 700;
  private static final Compute COMPUTE = Compute.on(new ParallelLoop(1));
  private static final SparseRows HISTORIES = RandomHistories.of(1, 90, ITEMS, .02);

  private static final Network DAE =
      Network.over(ITEMS)
          .corrupted(new Corruption(true, .5))
          .dense(List.of(7), Activation.TANH)
          .dense(5, Activation.SIGMOID)
          .code()
          .dense(List.of(7), Activation.TANH)
          .multinomial();

  private static final Network VAE =
      Network.over(ITEMS)
          .corrupted(new Corruption(true, .5))
          .dense(7, Activation.TANH)
          .gaussianCode(5, new Annealing(1, 0))
          .dense(7, Activation.TANH)
          .multinomial();

  static Stream<Network> networks() {
    Stream<Network> others =
        Arrays.stream(Endings.values())
            .flatMap(
                ending ->
                    Stream.of(Codes.FIRST_LAYER, Codes.COMPOSITE)
                        .map(code -> Regularizers.ALL.network(ITEMS, code, ending)));
    Corruption noisy = new Corruption(true, .2, .1, .3);
    Stream<Network> tied =
        Stream.of(
            Network.over(ITEMS).corrupted(noisy).tied(5),
            Network.over(ITEMS).corrupted(noisy).tiedResidual(5));
    return Stream.of(Stream.of(DAE, VAE), others, tied).flatMap(each -> each);
  }

  private static float[] theta(Network network) {
    float[] theta = FlatParameters.of(network.initialize(1, new ParallelLoop(1)));
    for (int k = 0; k < theta.length; k++) {
      theta[k] += .1f * (float) Math.sin(k);
    }
    return theta;
  }

  private static Inference inference(Network network, Compute compute) {
    return new Inference(network, FlatParameters.parameters(network, theta(network)), compute);
  }

  private static float[] scores(Network network, SparseRows histories) {
    float[] scores = new float[histories.rows() * ITEMS];
    Arrays.fill(scores, Float.NaN);
    inference(network, COMPUTE).score(histories, scores);
    return scores;
  }

  private static float[] codes(Network network, SparseRows histories) {
    float[] codes = new float[histories.rows() * network.codeWidth()];
    inference(network, COMPUTE).encode(histories, codes);
    return codes;
  }

  private static SparseRows row(SparseRows rows, int row) {
    int length = rows.end(row) - rows.start(row);
    int[] items = new int[length];
    float[] weights = new float[length];
    for (int k = 0; k < length; k++) {
      items[k] = rows.index(rows.start(row) + k);
      weights[k] = rows.value(rows.start(row) + k);
    }
    return SparseRows.builder(rows.columns()).add(items, weights).build();
  }

  private static void assertClose(float[] expected, float[] actual, int from) {
    for (int k = 0; k < expected.length; k++) {
      float allowed = 1e-5f * Math.max(.1f, Math.abs(expected[k]));
      assertEquals(expected[k], actual[from + k], allowed);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void batchMatchesSingleHistories(Network network) {
    float[] scores = scores(network, HISTORIES);
    float[] codes = codes(network, HISTORIES);
    for (int r = 0; r < HISTORIES.rows(); r++) {
      assertClose(scores(network, row(HISTORIES, r)), scores, r * ITEMS);
      assertClose(codes(network, row(HISTORIES, r)), codes, r * network.codeWidth());
    }
  }

  /** Without dropout, and with the mean as code. */
  @ParameterizedTest
  @MethodSource("networks")
  void scoresAndCodesMatchTheTextbook(Network network) {
    double[] theta = Gradients.doubles(theta(network), 0, (int) network.parameters());
    TextbookNetwork textbook = new TextbookNetwork(network, 0);
    float[] scores = scores(network, HISTORIES);
    float[] codes = codes(network, HISTORIES);
    boolean normalized = network.corruption().normalized();
    for (TextbookExample example : TextbookExample.of(HISTORIES, normalized)) {
      Gradients.assertSame(
          textbook.code(theta, example), codes, example.row() * network.codeWidth());
      Gradients.assertSame(textbook.predictions(theta, example), scores, example.row() * ITEMS);
    }
  }

  @Test
  void codeIsTheNamedLayer() {
    assertEquals(5, DAE.codeWidth());
    assertEquals(1, DAE.codeLayer());
    assertEquals(5, VAE.codeWidth());
    assertEquals(2, VAE.codeLayer());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void bitsDoNotDependOnThreads(Network network) {
    float[] one = scores(network, HISTORIES);
    for (int threads : new int[] {2, 4}) {
      try (ParallelLoop loop = new ParallelLoop(threads)) {
        float[] more = new float[one.length];
        inference(network, Compute.on(loop)).score(HISTORIES, more);
        assertArrayEquals(one, more, 0f);
      }
    }
  }

  /** The scores are those of a network without input, the same for all empty histories. */
  @ParameterizedTest
  @MethodSource("networks")
  void acceptsEmptyHistories(Network network) {
    SparseRows two = SparseRows.builder(ITEMS).add(new int[0]).add(new int[0]).build();
    float[] scores = scores(network, two);
    float[] other = scores(network, row(HISTORIES, RandomHistories.EMPTY));
    for (int i = 0; i < ITEMS; i++) {
      assertEquals(scores[i], scores[ITEMS + i], 1e-6);
      assertEquals(scores[i], other[i], 1e-6);
    }
    assertEquals(0, scores(network, SparseRows.builder(ITEMS).build()).length, "no rows");
    assertEquals(0, codes(network, SparseRows.builder(ITEMS).build()).length);
  }

  @Test
  void codeCanBeTheOutputOfTheFirstLayer() {
    Network network =
        Network.over(4)
            .dense(3, Activation.IDENTITY)
            .code()
            .dense(2, Activation.TANH)
            .multinomial();
    float[] theta = new float[(int) network.parameters()];
    for (int k = 0; k < theta.length; k++) {
      theta[k] = k;
    }
    float[] codes = new float[3];
    SparseRows history = SparseRows.builder(4).add(new int[] {2}, new float[] {10}).build();
    new Inference(network, FlatParameters.parameters(network, theta), COMPUTE)
        .encode(history, codes);
    // ten times row 2 of W, which is 6 7 8, plus b, which is 12 13 14
    assertArrayEquals(new float[] {72, 83, 94}, codes);
  }

  @Test
  void rejectsBlocksOfAnotherSize() {
    Network network = Network.over(4).dense(3, Activation.TANH).multinomial();
    // 4 x 3 + 3 in the input layer, as many weights and 4 biases in the output layer
    assertEquals(31, network.parameters());
    Network larger = Network.over(5).dense(3, Activation.TANH).multinomial();
    Parameters parameters = FlatParameters.parameters(larger, theta(larger));
    assertEquals(
        "Invalid block: encoder.weights [5 items x 3] (expected encoder.weights [4 items x 3])",
        assertThrows(
                IllegalArgumentException.class, () -> new Inference(network, parameters, COMPUTE))
            .getMessage());
  }
}
