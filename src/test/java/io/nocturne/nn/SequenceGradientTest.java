package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.layer.ExponentialAverage;
import io.nocturne.nn.layer.Recurrent;
import io.nocturne.nn.parameter.Phase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares sequence layers in a step and in inference with the textbook's. */
class SequenceGradientTest {
  private static final int ITEMS = 40;

  /** One is empty, some have one item. */
  private static final SparseRows HISTORIES = RandomHistories.of(8, 90, ITEMS, .06);

  /** With {@code hidden} recurrent layers. */
  private static Network network(int hidden, int next) {
    NetworkBuilder builder =
        Network.over(ITEMS).first(new ExponentialAverage(ITEMS, 5, .6)).nextItems(next);
    for (int l = 0; l < hidden; l++) {
      builder.then(new Recurrent(5 - l, 4 - l));
    }
    return builder.code().multinomial();
  }

  private static double[] doubles(RecordedStep step) {
    return Gradients.doubles(step.theta, 0, step.theta.length);
  }

  private static void assertMatchesTextbook(RecordedStep step, int next) {
    TextbookSequence textbook = new TextbookSequence(step.network, next);
    double[] theta = doubles(step);
    assertEquals(textbook.loss(theta, HISTORIES), step.loss, 2e-6 * step.loss);
    double[] differences = Gradients.differences(t -> textbook.loss(t, HISTORIES), theta, 3);
    for (int layer = 0; layer < step.network.layers(); layer++) {
      int from = step.start(layer);
      Gradients.assertSame(
          Arrays.copyOfRange(differences, from, step.start(layer + 1)),
          step.recorder.gradient,
          from);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 3", "1, 1", "2, 2"})
  void gradientsMatchCentralDifferences(int hidden, int next) {
    RecordedStep step = new RecordedStep(network(hidden, next), HISTORIES);
    assertEquals(HISTORIES.nonZeros(), step.batch.positions());
    step.recorder.assertOnce(0, step.end());
    assertMatchesTextbook(step, next);
  }

  /** In each layer separately, and in the first layer for a different decay. */
  @Test
  void detectsAGradientFivePercentOff() {
    RecordedStep step = new RecordedStep(network(1, 1), HISTORIES);
    float[] right = step.recorder.gradient.clone();
    for (int layer = 0; layer < step.network.layers(); layer++) {
      System.arraycopy(right, 0, step.recorder.gradient, 0, right.length);
      for (int k = step.start(layer); k < step.start(layer + 1); k++) {
        step.recorder.gradient[k] *= 1.05f;
      }
      assertThrows(AssertionError.class, () -> assertMatchesTextbook(step, 1), "layer " + layer);
    }
    System.arraycopy(right, 0, step.recorder.gradient, 0, right.length);
    assertThrows(AssertionError.class, () -> assertMatchesTextbook(step, 2));
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void bitsDoNotDependOnThreads(int hidden) {
    Network network = network(hidden, 1);
    RecordedStep one = new RecordedStep(network, HISTORIES);
    try (ParallelLoop loop = new ParallelLoop(3)) {
      RecordedStep three = new RecordedStep(network, HISTORIES, Phase.ALL, loop);
      assertEquals(one.loss, three.loss);
      assertArrayEquals(one.recorder.gradient, three.recorder.gradient, 0f);
    }
  }

  /** A history without items has a code of zeros. */
  @ParameterizedTest
  @CsvSource({"0", "2"})
  void scoresAndCodesAreOfTheLastPosition(int hidden) {
    RecordedStep step = new RecordedStep(network(hidden, 1), HISTORIES);
    TextbookSequence textbook = new TextbookSequence(step.network, 1);
    Inference inference =
        new Inference(
            step.network,
            FlatParameters.parameters(step.network, step.theta),
            Compute.on(new ParallelLoop(1)));
    int width = step.network.codeWidth();
    float[] codes = new float[HISTORIES.rows() * width];
    float[] scores = new float[HISTORIES.rows() * ITEMS];
    Arrays.fill(codes, Float.NaN);
    inference.encode(HISTORIES, codes);
    inference.score(HISTORIES, scores);
    int biases = step.theta.length - ITEMS;
    for (int row = 0; row < HISTORIES.rows(); row++) {
      List<double[]> ofPositions = textbook.scores(doubles(step), HISTORIES, row);
      List<double[]> codesOfPositions = textbook.codes(doubles(step), HISTORIES, row);
      int last = ofPositions.size() - 1;
      Gradients.assertSame(
          last < 0
              ? Gradients.doubles(step.theta, biases, step.theta.length)
              : ofPositions.get(last),
          scores,
          row * ITEMS);
      Gradients.assertSame(
          last < 0 ? new double[width] : codesOfPositions.get(last), codes, row * width);
    }
  }

  @Test
  void emptyHistoriesChangeNothing() {
    SparseRows nothing = SparseRows.builder(ITEMS).add(new int[0]).add(new int[0]).build();
    RecordedStep step = new RecordedStep(network(1, 1), nothing);
    assertEquals(0, step.loss);
    assertArrayEquals(new int[step.theta.length], step.recorder.times);
  }

  /** A batch without positions. */
  @Test
  void emptyHistoriesAreScoredByTheBiases() {
    Network network = network(1, 1);
    float[] theta = RecordedStep.parameters(network);
    float[] scores = new float[2 * ITEMS];
    new Inference(
            network, FlatParameters.parameters(network, theta), Compute.on(new ParallelLoop(1)))
        .score(SparseRows.builder(ITEMS).add(new int[0]).add(new int[0]).build(), scores);
    float[] biases = Arrays.copyOfRange(theta, theta.length - ITEMS, theta.length);
    assertArrayEquals(biases, Arrays.copyOf(scores, ITEMS), 0f);
    assertArrayEquals(biases, Arrays.copyOfRange(scores, ITEMS, 2 * ITEMS), 0f);
  }
}
