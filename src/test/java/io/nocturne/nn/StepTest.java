package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.HistoryTargets;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.layer.ItemOutput;
import io.nocturne.nn.layer.Output;
import io.nocturne.nn.layer.TargetOutput;
import io.nocturne.nn.loss.Squared;
import io.nocturne.nn.optim.LearningRate;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of any network: threads, seeds, penalties, and consistency with inference. */
class StepTest {
  private static final SparseRows FEW = RandomHistories.of(8, 9, 37, .3);

  /** More items than 256 and more rows than 64 at once, with all penalties and noises. */
  static Stream<Network> large() {
    List<Network> networks = new ArrayList<>();
    for (Endings ending : Endings.values()) {
      networks.add(Regularizers.ALL.network(700, Codes.FIRST_LAYER, ending));
      networks.add(Regularizers.NONE.network(700, Codes.PLAIN, ending));
    }
    networks.add(Regularizers.CONTRACTIVE.network(700, Codes.GAUSSIAN, Endings.MULTINOMIAL));
    networks.add(Regularizers.ALL.network(700, Codes.COMPOSITE, Endings.MULTINOMIAL));
    Corruption noisy = new Corruption(true, .2, .1, .1);
    networks.add(Network.over(700).tied(5));
    networks.add(Network.over(700).tiedResidual(5));
    networks.add(Network.over(700).corrupted(noisy).tiedResidual(5));
    return networks.stream();
  }

  @ParameterizedTest
  @MethodSource("large")
  void bitsDoNotDependOnThreads(Network network) {
    SparseRows histories = RandomHistories.of(3, 70, 700, .02);
    RecordedStep one = new RecordedStep(network, histories);
    for (int threads : new int[] {2, 4}) {
      try (ParallelLoop loop = new ParallelLoop(threads)) {
        RecordedStep more = new RecordedStep(network, histories, Phase.ALL, loop);
        assertEquals(one.loss, more.loss);
        assertArrayEquals(one.recorder.gradient, more.recorder.gradient, 0f);
      }
    }
    one.assertMatchesTextbook(15);
  }

  /** Without noise, the loss of a step is that of the predictions of inference. */
  @ParameterizedTest
  @EnumSource
  void lossMatchesInference(Endings ending) {
    Network network = Regularizers.NONE.network(37, Codes.PLAIN, ending);
    RecordedStep step = new RecordedStep(network, FEW);
    assertEquals(lossOfInferred(network, step.theta), step.loss, 1e-6 * Math.abs(step.loss));
  }

  @Test
  void lossOfElsaMatchesInference() {
    for (boolean normalized : new boolean[] {false, true}) {
      Network network = Network.over(37).corrupted(new Corruption(normalized, 0)).tiedResidual(4);
      RecordedStep step = new RecordedStep(network, FEW);
      assertEquals(lossOfInferred(network, step.theta), step.loss, 1e-6);
    }
  }

  private static double lossOfInferred(Network network, float[] theta) {
    float[] scores = new float[FEW.rows() * 37];
    new Inference(
            network, FlatParameters.parameters(network, theta), Compute.on(new ParallelLoop(1)))
        .score(FEW, scores);
    double sum = 0;
    for (TextbookExample example : TextbookExample.of(FEW, false)) {
      double[] s = Gradients.doubles(scores, example.row() * 37, (example.row() + 1) * 37);
      sum += TextbookLoss.of(ofPredictions(network.output()), s, example);
    }
    boolean perTarget = network.output() instanceof TargetOutput output && output.perTarget();
    return sum / (perTarget ? FEW.nonZeros() : FEW.rows());
  }

  /** The same loss for the values after the activation. */
  private static Output ofPredictions(Output output) {
    Activation none = Activation.IDENTITY;
    if (output instanceof TargetOutput layer) {
      return new TargetOutput(layer.inputs(), layer.items(), none, layer.loss(), true);
    }
    boolean squared = output instanceof ItemOutput layer && layer.loss() instanceof Squared;
    return squared ? new ItemOutput(1, 37, new Squared(none)) : output;
  }

  /** For noise of all kinds, the same seed gives the same loss, another seed another loss. */
  @ParameterizedTest
  @EnumSource
  void seedDeterminesTheNoise(Regularizers by) {
    Network network = by.network(37, Codes.FIRST_LAYER, Endings.SQUARED);
    double[] losses = new double[3];
    for (int k = 0; k < 3; k++) {
      Batch batch = new Batch();
      new BatchMaker(FEW, network.corruption(), new HistoryTargets(), null, false)
          .make(RandomHistories.inOrder(9), 0, 9, k / 2, batch);
      NetworkBlocks blocks = FlatParameters.blocks(network, RecordedStep.parameters(network));
      GradientRecorder recorder = new GradientRecorder(network.blocks());
      losses[k] =
          RecordedStep.step(network, 9, Compute.on(new ParallelLoop(1)), blocks, recorder)
              .run(batch, Phase.ALL, k / 2, 0);
    }
    assertEquals(losses[0], losses[1]);
    boolean noisy =
        !List.of(Regularizers.NONE, Regularizers.CONTRACTIVE, Regularizers.SPARSE).contains(by);
    assertEquals(noisy, losses[0] != losses[2]);
  }

  private static Network penalized(double contraction, double sparsity, Annealing of) {
    return Network.over(37)
        .contractive(contraction)
        .dense(5, Activation.TANH)
        .gaussianCode(3, of)
        .sparse(sparsity)
        .squared(Activation.IDENTITY);
  }

  private static Network composite(double gamma) {
    return Network.over(37).denselyConnected(4, 3).compositeCode(3, gamma).multinomial();
  }

  @Test
  void detectsAPenaltyFivePercentOff() {
    Annealing annealing = new Annealing(.8, 40);
    RecordedStep step = new RecordedStep(penalized(.3, .2, annealing), FEW);
    step.assertMatchesTextbook(penalized(.3, .2, annealing), 500);
    for (Network wrong :
        List.of(
            penalized(.315, .2, annealing),
            penalized(.3, .21, annealing),
            penalized(.3, .2, new Annealing(.84, 40)))) {
      assertThrows(AssertionError.class, () -> step.assertMatchesTextbook(wrong, 500));
    }
    RecordedStep recVae = new RecordedStep(composite(.2), FEW);
    recVae.assertMatchesTextbook(composite(.2), 500);
    assertThrows(AssertionError.class, () -> recVae.assertMatchesTextbook(composite(.21), 500));
  }

  /** All weights have a gradient by the penalty, for any activation, with dense or sparse input. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SWISH")
  void contractions(Activation activation) {
    SparseRows histories = RandomHistories.of(8, 70, 300, .02);
    for (double gaussian : new double[] {0, .2}) {
      Network network =
          Network.over(300)
              .corrupted(new Corruption(false, 0, 0, gaussian))
              .contractive(2)
              .dense(3, activation)
              .code()
              .squared(Activation.IDENTITY);
      RecordedStep step = new RecordedStep(network, histories);
      step.assertMatchesTextbook(40);
      step.recorder.assertOnce(0, step.end());
    }
  }

  /** A NaN in any place makes the loss NaN, and nothing is changed. */
  @ParameterizedTest
  @EnumSource
  void lossShowsNaNParameters(Endings ending) {
    Network network = Regularizers.NONE.network(37, Codes.PLAIN, ending);
    float[] theta = RecordedStep.parameters(network);
    theta[FlatParameters.start(network, 1)] = Float.NaN;
    NetworkBlocks blocks = FlatParameters.blocks(network, theta);
    Batch batch = new Batch();
    new BatchMaker(FEW, network.corruption(), new HistoryTargets(), null, false)
        .make(RandomHistories.inOrder(9), 0, 9, 5, batch);
    Optimizer adam =
        Optimization.of(OptimizerKind.ADAM)
            .optimizer(
                LearningRate.constant(.01),
                0,
                OptimizerState.zero(OptimizerKind.ADAM, network.blocks()));
    Compute compute = Compute.on(new ParallelLoop(1));
    double loss = RecordedStep.step(network, 9, compute, blocks, adam).run(batch, Phase.ALL, 6, 0);
    assertFalse(Double.isFinite(loss));
    assertArrayEquals(theta, FlatParameters.of(blocks.all()), 0f);
  }
}
