package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.parameter.Phase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Linear autoencoders with tied weights: gradients and properties of the formulas. */
class TiedGradientTest {
  private static final List<Corruption> CORRUPTIONS =
      List.of(
          new Corruption(false, 0),
          new Corruption(true, .4),
          new Corruption(false, 0, .2, 0),
          new Corruption(true, 0, 0, .2));

  private static Network network(boolean residual, int items, Corruption corruption) {
    NetworkBuilder builder = Network.over(items).corrupted(corruption);
    return residual ? builder.tiedResidual(4) : builder.tied(4);
  }

  static Stream<Arguments> cases() {
    return Stream.of(2, 13, 700)
        .flatMap(items -> CORRUPTIONS.stream().flatMap(by -> cases(items, by)));
  }

  private static Stream<Arguments> cases(int items, Corruption by) {
    return Stream.of(false, true).map(residual -> Arguments.of(residual, items, by));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsMatchCentralDifferences(boolean residual, int items, Corruption corruption) {
    double share = items == 2 ? .8 : items < 100 ? .4 : .03;
    SparseRows histories = RandomHistories.withZeros(RandomHistories.of(8, 9, items, share), 4);
    RecordedStep step = new RecordedStep(network(residual, items, corruption), histories);
    step.recorder.assertOnce(0, step.end());
    step.assertMatchesTextbook(60);
  }

  /** With two tiles per group. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void groupsOfTiles(boolean residual) {
    for (Corruption corruption : List.of(CORRUPTIONS.get(0), CORRUPTIONS.get(3))) {
      Network network = network(residual, 9000, corruption);
      RecordedStep step = new RecordedStep(network, RandomHistories.of(8, 5, 9000, .01));
      assertEquals(32, step.batch.tiles().count());
      assertEquals(16, step.batch.tiles().groups());
      step.assertMatchesTextbook(20);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void moreRowsThanABlockAndWeightsOfAllSizes(boolean residual) {
    Network network = network(residual, 40, new Corruption(false, 0));
    new RecordedStep(network, RandomHistories.of(3, 150, 40, .2)).assertMatchesTextbook(60);
    SparseRows ratings =
        SparseRows.builder(40)
            .add(new int[] {3, 0, 8}, new float[] {5, 1, 3})
            .add(new int[] {1, 2}, new float[] {-2, 4})
            .build();
    RecordedStep step = new RecordedStep(network, ratings);
    step.assertMatchesTextbook(1000);
    for (int k = 0; k < step.end(); k++) {
      step.recorder.gradient[k] *= 1.05f;
    }
    assertThrows(AssertionError.class, () -> step.assertMatchesTextbook(1000));
  }

  /**
   * With V = W as the decoder of an untied network without biases, the gradient is the sum of those
   * by W and by V.
   */
  @Test
  void gradientIsTheSumOfTheUntiedOnes() {
    int items = 700;
    SparseRows histories = RandomHistories.of(8, 70, items, .02);
    RecordedStep tied =
        new RecordedStep(network(false, items, new Corruption(false, 0)), histories);
    Network network =
        Network.over(items).dense(4, Activation.IDENTITY).squared(Activation.IDENTITY);
    float[] theta = new float[(int) network.parameters()];
    int weights = items * 4;
    System.arraycopy(tied.theta, 0, theta, 0, weights);
    System.arraycopy(tied.theta, 0, theta, weights + 4, weights);
    GradientRecorder recorder = new GradientRecorder(network.blocks());
    Compute compute = Compute.on(new ParallelLoop(1));
    double loss =
        RecordedStep.step(network, 70, compute, FlatParameters.blocks(network, theta), recorder)
            .run(tied.batch, Phase.ALL, 6, 0);
    assertEquals(loss, tied.loss, 1e-6 * loss);
    double[] sums = new double[weights];
    for (int k = 0; k < weights; k++) {
      sums[k] = recorder.gradient[k] + (double) recorder.gradient[weights + 4 + k];
    }
    Gradients.assertSame(sums, tied.recorder.gradient, 0);
  }

  /** A step therefore changes the lengths only to second order. */
  @Test
  void gradientsOfUnitRowsAreOrthogonalToThem() {
    SparseRows histories = RandomHistories.of(8, 70, 700, .02);
    RecordedStep step = new RecordedStep(network(true, 700, new Corruption(false, 0)), histories);
    for (int row = 0; row < step.end(); row += 4) {
      double along = 0;
      double size = 0;
      for (int k = row; k < row + 4; k++) {
        along += (double) step.theta[k] * step.recorder.gradient[k];
        size += Math.abs((double) step.theta[k] * step.recorder.gradient[k]);
      }
      assertEquals(0, along, 1e-5 * size + 1e-9, "row " + row / 4);
    }
  }

  /**
   * For a history of one item, its score is 0, and that of any other item is the cosine of their
   * rows.
   */
  @Test
  void diagonalOfElsaIsZero() {
    int items = 300;
    Network network = Network.over(items).tiedResidual(5);
    float[] theta = RecordedStep.parameters(network);
    var histories = SparseRows.builder(items);
    for (int i = 0; i < items; i++) {
      histories.add(new int[] {i});
    }
    float[] scores = new float[items * items];
    Compute compute = Compute.on(new ParallelLoop(1));
    new Inference(network, FlatParameters.parameters(network, theta), compute)
        .score(histories.build(), scores);
    double[][] rows =
        new TextbookTied(items, 5, true).weights(Gradients.doubles(theta, 0, theta.length));
    for (int i = 0; i < items; i++) {
      assertEquals(0, scores[i * items + i], 5e-7);
      int other = (i + 7) % items;
      double cosine = 0;
      for (int j = 0; j < 5; j++) {
        cosine += rows[i][j] * rows[other][j];
      }
      assertEquals(cosine, scores[i * items + other], 5e-7);
    }
  }
}
