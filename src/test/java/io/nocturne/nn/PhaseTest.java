package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Adam;
import io.nocturne.nn.optim.LearningRate;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Encoder and decoder taught in turn. */
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

  /** With and without layers behind the code. */
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

  /** What is taught gets the gradient that it gets where everything is, and nothing else comes. */
  @ParameterizedTest
  @MethodSource("networks")
  void thePartThatIsTaughtGetsItsGradient(Network network) {
    int code = network.at(network.codeLayers());
    int end = network.priorAt();
    float[] all = gradient(network, Phase.ALL);
    float[] encoder = gradient(network, Phase.ENCODER);
    float[] decoder = gradient(network, Phase.DECODER);
    for (int k = 0; k < all.length; k++) {
      assertEquals(k < code ? all[k] : Float.NaN, encoder[k], "encoder's phase, " + k);
      assertEquals(k >= code && k < end ? all[k] : Float.NaN, decoder[k], "decoder's phase, " + k);
    }
  }

  /** On inputs without noise, though its code still has its own. */
  @Test
  void theDecoderLearnsFromHistoriesAsTheyAre() {
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
    TrainingState state = TrainingState.initial(recVae(1, 1).initialize(2, new ParallelLoop(1)));
    train(recVae(1, 1), state, 1);
    float[] before = state.theta().clone();
    OptimizerState moments = copy(state.optimizer());
    moments.beginEpoch(recVae(1, 1).procedure(), 1, 1);
    train(recVae(1, 1), state, 1);
    EpochDraws draws = new EpochDraws(11, 1, 9);
    Batch batch = new Batch();
    new BatchMaker(HISTORIES, new Corruption(true, 0), null, true)
        .make(draws.order(), 0, 9, draws.batchSeed(0), batch);
    Adam adam = new Adam(LearningRate.constant(.01), 0, moments);
    new Learner(recVae(1, 1), 9, Compute.on(new ParallelLoop(1)), before, adam)
        .step(batch, Phase.DECODER, draws.noiseSeed(0), 9);
    assertArrayEquals(before, state.theta(), 0f);
  }

  /** Its bias correction does not count the steps that have taught the encoder. */
  @Test
  void theFirstStepOfTheDecoderIsAsLongAsTheFirstOfAll() {
    Network network = recVae(3, 1);
    TrainingState state = TrainingState.initial(network.initialize(2, new ParallelLoop(1)));
    train(network, state, 3);
    float[] before = decoder(state.theta(), network);
    train(network, state, 1);
    float[] after = decoder(state.theta(), network);
    double longest = 0;
    for (int k = 0; k < before.length; k++) {
      longest = Math.max(longest, Math.abs(after[k] - before[k]));
    }
    assertEquals(.01, longest, 1e-5, "the learning rate");
  }

  /** Two steps an epoch, three epochs of the encoder and one of the decoder in turn. */
  @Test
  void stepsAreCountedByWhatTheyTeach() {
    OptimizerState state = new OptimizerState(new float[1], new float[1], 4, 14);
    Procedure procedure = recVae(3, 1).procedure();
    state.beginEpoch(procedure, 7, 2);
    assertEquals(0, state.taughtFirstSteps(), "since epoch 5 the encoder alone");
    assertEquals(2, state.taughtSteps(), "epoch 3");
    state.beginEpoch(procedure, 8, 2);
    assertEquals(2, state.taughtFirstSteps(), "epoch 6");
    assertEquals(10, state.taughtSteps(), "all since epoch 1 but 3 and 7");
    state.beginEpoch(Procedure.PLAIN, 8, 2);
    assertEquals(14, state.taughtSteps());
  }

  private static OptimizerState copy(OptimizerState state) {
    return new OptimizerState(state.first().clone(), state.second().clone(), state.steps());
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
    return Arrays.copyOf(theta, network.at(network.codeLayers()));
  }

  private static float[] decoder(float[] theta, Network network) {
    return Arrays.copyOfRange(theta, network.at(network.codeLayers()), network.priorAt());
  }

  private static float[] prior(float[] theta, Network network) {
    return Arrays.copyOfRange(theta, network.priorAt(), theta.length);
  }

  /** Encoder, encoder, decoder, encoder: what is not taught keeps its bits. */
  @Test
  void epochsTeachInTurnAndThePriorIsRenewedBehindTheEncoder() {
    Network network = recVae(2, 1);
    float[] initial = network.initialize(2, new ParallelLoop(1));
    TrainingState state = TrainingState.initial(initial.clone());
    assertArrayEquals(encoder(initial, network), prior(initial, network), 0f);

    train(network, state, 1);
    float[] first = state.theta().clone();
    assertFalse(Arrays.equals(encoder(initial, network), encoder(first, network)));
    assertArrayEquals(decoder(initial, network), decoder(first, network), 0f);
    assertArrayEquals(prior(initial, network), prior(first, network), 0f);

    train(network, state, 1);
    float[] second = state.theta().clone();
    assertFalse(Arrays.equals(encoder(first, network), encoder(second, network)));
    assertArrayEquals(decoder(initial, network), decoder(second, network), 0f);
    assertArrayEquals(encoder(second, network), prior(second, network), 0f);

    train(network, state, 1);
    float[] third = state.theta().clone();
    assertArrayEquals(encoder(second, network), encoder(third, network), 0f);
    assertFalse(Arrays.equals(decoder(second, network), decoder(third, network)));
    assertArrayEquals(prior(second, network), prior(third, network), 0f);

    train(network, state, 1);
    assertFalse(Arrays.equals(encoder(third, network), encoder(state.theta(), network)));
    assertArrayEquals(decoder(third, network), decoder(state.theta(), network), 0f);
  }

  /** Where everything is taught at once, an epoch is the phase. */
  @Test
  void thePriorIsRenewedAfterEachEpochThatTeachesAll() {
    Network network = Network.over(ITEMS).denselyConnected(4, 2).compositeCode(3, .1).multinomial();
    TrainingState state = TrainingState.initial(network.initialize(2, new ParallelLoop(1)));
    train(network, state, 2);
    assertArrayEquals(encoder(state.theta(), network), prior(state.theta(), network), 0f);
  }

  @Test
  void phasesComeInTurn() {
    Procedure procedure = Procedure.PLAIN.alternating(3, 2);
    StringBuilder phases = new StringBuilder();
    for (int epoch = 0; epoch < 11; epoch++) {
      phases.append(procedure.phase(epoch).name().charAt(0));
    }
    assertEquals("EEEDDEEEDDE", phases.toString());
    assertEquals(Phase.ALL, Procedure.PLAIN.phase(7));
  }

  @ParameterizedTest
  @EnumSource
  void aPhaseTeachesWhatItIsNamedAfter(Phase phase) {
    assertEquals(phase != Phase.DECODER, phase.teachesEncoder());
    assertEquals(phase != Phase.ENCODER, phase.teachesDecoder());
    assertTrue(phase.teachesEncoder() || phase.teachesDecoder());
  }

  @Test
  void aPartThatIsNeverTaughtIsRefused() {
    for (int[] epochs : new int[][] {{0, 1}, {1, 0}, {-1, 2}}) {
      assertEquals(
          "Invalid epochs of encoder and decoder: %d and %d (expected 1 or more each)"
              .formatted(epochs[0], epochs[1]),
          assertThrows(
                  IllegalArgumentException.class,
                  () -> Procedure.PLAIN.alternating(epochs[0], epochs[1]))
              .getMessage());
    }
  }
}
