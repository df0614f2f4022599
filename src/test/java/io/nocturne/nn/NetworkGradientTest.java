package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Seeds;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.HistoryTargets;
import io.nocturne.nn.batch.NegativeSampler;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.parameter.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares loss and gradient of a step with the textbook and with central differences. */
class NetworkGradientTest {
  private static final Compute COMPUTE = Compute.on(new ParallelLoop(1));
  private static final long SEEN = 30;

  /** A network and the textbook network of the same shape. */
  private record Pair(Network network, Textbook textbook, int code) {
    /** items - 6 - items. */
    static Pair dae(int items, double dropout, Activation activation) {
      return new Pair(
          Network.over(items)
              .corrupted(new Corruption(true, dropout))
              .dense(6, activation)
              .code()
              .multinomial(),
          new Textbook(items).dense(6, activation).dense(items, Activation.IDENTITY),
          0);
    }

    /** items - 5 - 3 - 4 - items; after 30 of 40 examples, the weight of the penalty is 0.6. */
    static Pair vae(int items, double dropout) {
      return new Pair(
          Network.over(items)
              .corrupted(new Corruption(true, dropout))
              .dense(5, Activation.TANH)
              .gaussianCode(3, new Annealing(.8, 40))
              .dense(List.of(4), Activation.TANH)
              .multinomial(),
          new Textbook(items)
              .dense(5, Activation.TANH)
              .gaussianCode(3)
              .dense(4, Activation.TANH)
              .dense(items, Activation.IDENTITY),
          3);
    }
  }

  private static final SampledSoftmax SAMPLED = new SampledSoftmax(15, .7, .2);

  private final GradientsOfStep step = new GradientsOfStep();

  /** One step over nine histories; history 1 is empty. */
  private static final class GradientsOfStep {
    Batch batch = new Batch();
    GradientRecorder recorder;
    double loss;
    TextbookBatch dense;
    double[] theta;

    void run(Pair pair, SampledSoftmax sampled, double share) {
      int items = pair.network.items();
      SparseRows histories = RandomHistories.of(8, 9, items, share);
      int[] order = {8, 1, 5, 3, 2, 4, 0, 7, 6};
      NegativeSampler negatives =
          sampled.isOn()
              ? new NegativeSampler(sampled, RandomHistories.counts(histories), 9, 9)
              : null;
      new BatchMaker(histories, pair.network.corruption(), new HistoryTargets(), negatives, false)
          .make(order, 0, 9, 5, batch);
      float[] floats = FlatParameters.of(pair.network.initialize(1, new ParallelLoop(1)));
      for (int k = 0; k < floats.length; k++) {
        floats[k] += .3f * (float) Math.sin(k); // away from uniform softmaxes
      }
      recorder = new GradientRecorder(pair.network.blocks());
      NetworkBlocks blocks = FlatParameters.blocks(pair.network, floats);
      loss =
          RecordedStep.step(pair.network, 9, COMPUTE, blocks, recorder)
              .run(batch, Phase.ALL, 6, SEEN);
      theta = Gradients.doubles(floats, 0, floats.length);
      dense =
          TextbookBatch.of(histories, order, 0, 9, pair.network.corruption(), 5)
              .noisy(pair.code, 6, .6);
      if (sampled.isOn()) {
        dense = dense.sampled(batch);
      }
    }
  }

  /**
   * Compares with the textbook's gradient by all parameters, and with differences of its loss by
   * some.
   */
  private void assertMatchesTextbook(Pair pair) {
    assertEquals(pair.network.parameters(), pair.textbook.parameters());
    assertEquals(
        pair.textbook.loss(step.theta, step.dense), step.loss, 2e-6 * Math.max(.1, step.loss));
    double[] exact = pair.textbook.gradient(step.theta, step.dense);
    Gradients.assertSame(exact, step.recorder.gradient.clone(), 0);
    int places = pair.network.items() > 1000 ? 50 : 500; // the textbook is slow
    int stride =
        Math.max(1, step.theta.length / places)
            | 1; // odd, so that it covers all columns of a layer
    double[] differences =
        Gradients.differences(t -> pair.textbook.loss(t, step.dense), step.theta, stride);
    Gradients.assertSame(differences, step.recorder.gradient, 0);
    for (int k = 0; k < exact.length; k++) {
      assertEquals(pair.textbook.isWeight(k), step.recorder.weights[k], "which parameters decay");
    }
  }

  /** With one short tile, one tile per group (the last one short), and two tiles per group. */
  @ParameterizedTest
  @ValueSource(ints = {1, 13, 700, 9000})
  void allItems(int items) {
    Pair pair = Pair.dae(items, 0, Activation.TANH);
    step.run(pair, SampledSoftmax.OFF, items == 1 ? 1 : items < 100 ? .4 : .03);
    assertEquals(items < 20 ? 1 : items == 700 ? 15 : 32, step.batch.tiles().count());
    assertEquals(items < 20 ? 1 : items == 700 ? 15 : 16, step.batch.tiles().groups());
    step.recorder.assertOnce(0, step.theta.length);
    assertMatchesTextbook(pair);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivation(Activation activation) {
    Pair pair = Pair.dae(40, .3, activation);
    step.run(pair, SampledSoftmax.OFF, .3);
    assertMatchesTextbook(pair);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, .5})
  void aVariationalAutoencoder(double dropout) {
    Pair pair = Pair.vae(50, dropout);
    step.run(pair, SampledSoftmax.OFF, .2);
    step.recorder.assertOnce(0, step.theta.length);
    assertMatchesTextbook(pair);
  }

  /** Parameters of items that are not candidates are not updated. */
  @ParameterizedTest
  @ValueSource(ints = {60, 700})
  void candidates(int items) {
    for (Pair pair : List.of(Pair.dae(items, .4, Activation.TANH), Pair.vae(items, .4))) {
      step.run(pair, SAMPLED, items < 100 ? .05 : .01);
      assertTrue(step.batch.tiles().columns() < items);
      assertTrue(step.batch.tiles().count() > 1);
      step.recorder.assertOnce(0, step.theta.length);
      assertMatchesTextbook(pair);
    }
  }

  @Test
  void seedDeterminesMaskAndNoise() {
    Pair pair = Pair.vae(50, .5);
    step.run(pair, SampledSoftmax.OFF, .2);
    double loss = step.loss;
    step.run(pair, SampledSoftmax.OFF, .2);
    assertEquals(loss, step.loss);
    TextbookBatch dense = step.dense;
    assertNotEquals(
        pair.textbook.loss(step.theta, dense),
        pair.textbook.loss(step.theta, dense.noisy(3, Seeds.derive(6, 1), .6)),
        1e-3);
    assertFalse(dense.noise()[0][0] == dense.noise()[1][0]);
  }

  @Test
  void detectsAGradientFivePercentOff() {
    Pair pair = Pair.vae(50, 0);
    step.run(pair, SampledSoftmax.OFF, .2);
    for (int k = 0; k < step.theta.length; k++) {
      step.recorder.gradient[k] *= 1.05f;
    }
    assertThrows(AssertionError.class, () -> assertMatchesTextbook(pair));
  }

  @Test
  void detectsAPenaltyFivePercentOff() {
    Pair pair = Pair.vae(50, 0);
    step.run(pair, SampledSoftmax.OFF, .2);
    step.dense = step.dense.noisy(3, 6, 1.05 * .6);
    assertThrows(AssertionError.class, () -> assertMatchesTextbook(pair));
  }
}
