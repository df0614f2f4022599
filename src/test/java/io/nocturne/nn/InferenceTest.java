package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
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
    return Stream.of(DAE, VAE);
  }

  private static float[] theta(Network network) {
    float[] theta = network.initialize(1, new ParallelLoop(1));
    for (int k = 0; k < theta.length; k++) {
      theta[k] += .1f * (float) Math.sin(k);
    }
    return theta;
  }

  private static float[] scores(Network network, SparseRows histories) {
    float[] scores = new float[histories.rows() * ITEMS];
    Arrays.fill(scores, Float.NaN);
    new Inference(network, theta(network), COMPUTE).score(histories, scores);
    return scores;
  }

  private static float[] codes(Network network, SparseRows histories) {
    float[] codes = new float[histories.rows() * network.codeWidth()];
    new Inference(network, theta(network), COMPUTE).encode(histories, codes);
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
  void aBatchIsWhatEachHistoryIsAlone(Network network) {
    float[] scores = scores(network, HISTORIES);
    float[] codes = codes(network, HISTORIES);
    for (int r = 0; r < HISTORIES.rows(); r++) {
      assertClose(scores(network, row(HISTORIES, r)), scores, r * ITEMS);
      assertClose(codes(network, row(HISTORIES, r)), codes, r * network.codeWidth());
    }
  }

  /** Nothing is dropped, and the code is the mean. */
  @ParameterizedTest
  @MethodSource("networks")
  void scoresAndCodesAreTheTextbooks(Network network) {
    boolean gaussian = network == VAE;
    double[] theta = Gradients.doubles(theta(network), 0, (int) network.parameters());
    // the stages up to the code, and those after it; a code's noise is 0
    var first = new Textbook.Stage(0, ITEMS, 7, Activation.TANH, true);
    Activation activation = gaussian ? Activation.IDENTITY : Activation.SIGMOID;
    var second = new Textbook.Stage(network.at(0), 7, gaussian ? 10 : 5, activation, false);
    var third = new Textbook.Stage(network.at(gaussian ? 2 : 1), 5, 7, Activation.TANH, false);
    var last =
        new Textbook.Stage(
            network.at(network.hidden().size()), 7, ITEMS, Activation.IDENTITY, false);
    int[] order = RandomHistories.inOrder(90);
    double[][] input =
        TextbookBatch.of(HISTORIES, order, 0, 90, new Corruption(true, 0), 0).input();
    float[] scores = scores(network, HISTORIES);
    float[] codes = codes(network, HISTORIES);
    for (int r = 0; r < 90; r++) {
      double[] z = Arrays.copyOf(second.forward(theta, first.forward(theta, input[r])), 5);
      Gradients.assertSame(z, codes, r * 5);
      double[] expected = last.forward(theta, third.forward(theta, z));
      Gradients.assertSame(expected, scores, r * ITEMS);
    }
    assertEquals(5, network.codeWidth());
    assertEquals(gaussian ? 2 : 1, network.codeLayers());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theBitsDoNotDependOnTheThreads(Network network) {
    float[] one = scores(network, HISTORIES);
    try (ParallelLoop loop = new ParallelLoop(3)) {
      float[] three = new float[one.length];
      new Inference(network, theta(network), Compute.on(loop)).score(HISTORIES, three);
      assertArrayEquals(one, three, 0f);
    }
  }

  /** Its scores are those of a network that reads nothing, and whoever has none shares them. */
  @ParameterizedTest
  @MethodSource("networks")
  void nothingIsAHistoryToo(Network network) {
    SparseRows two = SparseRows.builder(ITEMS).add(new int[0]).add(new int[0]).build();
    float[] scores = scores(network, two);
    float[] other = scores(network, row(HISTORIES, RandomHistories.EMPTY));
    for (int i = 0; i < ITEMS; i++) {
      assertEquals(scores[i], scores[ITEMS + i], 1e-6);
      assertEquals(scores[i], other[i], 1e-6);
    }
    assertEquals(0, scores(network, SparseRows.builder(ITEMS).build()).length, "of nobody");
    assertEquals(0, codes(network, SparseRows.builder(ITEMS).build()).length);
  }

  @Test
  void theCodeMayBeWhatTheFirstLayerPutsOut() {
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
    new Inference(network, theta, COMPUTE).encode(history, codes);
    // ten times row 2 of W, which is 6 7 8, and b, which is 12 13 14
    assertArrayEquals(new float[] {72, 83, 94}, codes);
  }

  @Test
  void anotherNumberOfParametersIsRefused() {
    Network network = Network.over(4).dense(3, Activation.TANH).multinomial();
    // 4 x 3 + 3 of the input and as many weights with 4 biases of the output
    assertEquals(31, network.parameters());
    assertEquals(
        "Invalid number of parameters: 30 (expected 31)",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Inference(network, new float[30], COMPUTE))
            .getMessage());
  }
}
