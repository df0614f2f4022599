package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.HistoryTargets;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.LearningRate;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alternating training of encoder and decoder. */
class PhaseTest {
  private static final int ITEMS = 37;
  private static final SparseRows HISTORIES = RandomHistories.of(8, 9, ITEMS, .3);
  private static final Corruption CORRUPTION = new Corruption(true, .3);

  private static NetworkBuilder builder(int encoderEpochs, int decoderEpochs) {
    return Network.over(ITEMS)
        .corrupted(CORRUPTION)
        .denselyConnected(4, 3)
        .compositeCode(3, .1)
        .alternating(encoderEpochs, decoderEpochs);
  }

  private static Network recVae(int encoderEpochs, int decoderEpochs) {
    return builder(encoderEpochs, decoderEpochs).multinomial();
  }

  /** With and without layers after the code. */
  static Stream<Network> networks() {
    return Arrays.stream(Endings.values())
        .flatMap(
            ending ->
                Stream.of(
                    ending.of(builder(2, 1)),
                    ending.of(builder(2, 1).dropout(.3).dense(List.of(6, 5), Activation.TANH))));
  }

  private static float[] gradient(Network network, Phase phase) {
    return new RecordedStep(network, HISTORIES, phase, new ParallelLoop(1)).recorder.gradient;
  }

  /** The gradient of the trained part is the same as if all were trained, and there is no other. */
  @ParameterizedTest
  @MethodSource("networks")
  void onlyTheTrainedPartHasAGradient(Network network) {
    int code = FlatParameters.start(network, network.codeLayer() + 1);
    int end = FlatParameters.start(network, network.layers());
    float[] all = gradient(network, Phase.ALL);
    float[] encoder = gradient(network, Phase.ENCODER);
    float[] decoder = gradient(network, Phase.DECODER);
    for (int k = 0; k < all.length; k++) {
      assertEquals(k < code ? all[k] : Float.NaN, encoder[k], "encoder's phase, " + k);
      assertEquals(k >= code && k < end ? all[k] : Float.NaN, decoder[k], "decoder's phase, " + k);
    }
  }

  /** Inputs have no noise, although codes still do. */
  @Test
  void decoderTrainsWithoutCorruption() {
    Network noisy =
        Network.over(ITEMS)
            .corrupted(new Corruption(true, 0, 0, .5))
            .denselyConnected(4, 3)
            .compositeCode(3, .1)
            .multinomial();
    RecordedStep step = new RecordedStep(noisy, HISTORIES, Phase.DECODER, new ParallelLoop(1));
    List<TextbookExample> read = step.examples();
    List<TextbookExample> clean = TextbookExample.of(HISTORIES, true);
    for (int r = 0; r < 9; r++) {
      assertArrayEquals(clean.get(r).input(), read.get(r).input(), 1e-7);
    }
    Network network = recVae(1, 1);
    TrainingState state = TrainingState.initial(network.initialize(2, new ParallelLoop(1)));
    train(network, state, 1);
    NetworkBlocks before = FlatParameters.blocks(network, FlatParameters.of(state));
    OptimizerState moments = state.optimizer().copy();
    moments.beginEpoch(network.procedure().cycle(), 1, 1);
    train(network, state, 1);
    EpochDraws draws = new EpochDraws(11, 1, 9);
    Batch batch = new Batch();
    new BatchMaker(HISTORIES, new Corruption(true, 0), new HistoryTargets(), null, true)
        .make(draws.order(), 0, 9, draws.batchSeed(0), batch);
    Optimizer adam =
        Optimization.of(OptimizerKind.ADAM).optimizer(LearningRate.constant(.01), 0, moments);
    RecordedStep.step(network, 9, Compute.on(new ParallelLoop(1)), before, adam)
        .run(batch, Phase.DECODER, draws.noiseSeed(0), 9);
    assertArrayEquals(FlatParameters.of(before.all()), FlatParameters.of(state), 0f);
  }

  /** The bias correction does not count steps that trained the encoder. */
  @Test
  void firstStepOfTheDecoderHasFullLength() {
    Network network = recVae(3, 1);
    TrainingState state = TrainingState.initial(network.initialize(2, new ParallelLoop(1)));
    train(network, state, 3);
    float[] before = decoder(FlatParameters.of(state), network);
    train(network, state, 1);
    float[] after = decoder(FlatParameters.of(state), network);
    double longest = 0;
    for (int k = 0; k < before.length; k++) {
      longest = Math.max(longest, Math.abs(after[k] - before[k]));
    }
    assertEquals(.01, longest, 1e-5, "the learning rate");
  }

  private static void train(Network network, TrainingState state, int epochs) {
    Plan plan = new Plan(9, 1, 1, 9, .01, 0, SampledSoftmax.OFF);
    float[] counts = RandomHistories.counts(HISTORIES);
    Compute compute = Compute.on(new ParallelLoop(1));
    try (Worker worker = new Worker(network, plan, HISTORIES, counts, 9, state, compute)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        worker.epoch(11);
      }
    }
  }

  private static float[] encoder(float[] theta, Network network) {
    return Arrays.copyOf(theta, FlatParameters.start(network, network.codeLayer() + 1));
  }

  private static float[] decoder(float[] theta, Network network) {
    return Arrays.copyOfRange(
        theta,
        FlatParameters.start(network, network.codeLayer() + 1),
        FlatParameters.start(network, network.layers()));
  }

  private static float[] prior(float[] theta, Network network) {
    return Arrays.copyOfRange(theta, FlatParameters.start(network, network.layers()), theta.length);
  }

  /** Encoder, encoder, decoder, encoder: the other part keeps its bits. */
  @Test
  void epochsAlternateAndUpdateThePriorAfterTheEncoder() {
    Network network = recVae(2, 1);
    TrainingState state = TrainingState.initial(network.initialize(2, new ParallelLoop(1)));
    float[] initial = FlatParameters.of(state);
    assertArrayEquals(encoder(initial, network), prior(initial, network), 0f);

    train(network, state, 1);
    float[] first = FlatParameters.of(state);
    assertFalse(Arrays.equals(encoder(initial, network), encoder(first, network)));
    assertArrayEquals(decoder(initial, network), decoder(first, network), 0f);
    assertArrayEquals(prior(initial, network), prior(first, network), 0f);

    train(network, state, 1);
    float[] second = FlatParameters.of(state);
    assertFalse(Arrays.equals(encoder(first, network), encoder(second, network)));
    assertArrayEquals(decoder(initial, network), decoder(second, network), 0f);
    assertArrayEquals(encoder(second, network), prior(second, network), 0f);

    train(network, state, 1);
    float[] third = FlatParameters.of(state);
    assertArrayEquals(encoder(second, network), encoder(third, network), 0f);
    assertFalse(Arrays.equals(decoder(second, network), decoder(third, network)));
    assertArrayEquals(prior(second, network), prior(third, network), 0f);

    train(network, state, 1);
    assertFalse(Arrays.equals(encoder(third, network), encoder(FlatParameters.of(state), network)));
    assertArrayEquals(decoder(third, network), decoder(FlatParameters.of(state), network), 0f);
  }

  /** Without alternation, an epoch is a phase. */
  @Test
  void updatesThePriorAfterEachEpochWithoutAlternation() {
    Network network = Network.over(ITEMS).denselyConnected(4, 2).compositeCode(3, .1).multinomial();
    TrainingState state = TrainingState.initial(network.initialize(2, new ParallelLoop(1)));
    train(network, state, 2);
    assertArrayEquals(
        encoder(FlatParameters.of(state), network), prior(FlatParameters.of(state), network), 0f);
  }
}
