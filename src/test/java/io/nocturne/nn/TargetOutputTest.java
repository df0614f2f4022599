package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.Kernels;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.layer.ItemInput;
import io.nocturne.nn.layer.TargetOutput;
import io.nocturne.nn.loss.TargetLoss;
import io.nocturne.nn.parameter.Phase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses of targets by themselves, and the layer that takes them. */
class TargetOutputTest {
  private static Network network(int items, TargetLoss loss, boolean perTarget) {
    return new Network(
        new Corruption(true, .3),
        new ItemInput(items, 4, Activation.TANH),
        List.of(),
        new TargetOutput(4, items, Activation.IDENTITY, loss, perTarget),
        0,
        Procedure.PLAIN);
  }

  @ParameterizedTest
  @CsvSource({"SQUARED, false", "SQUARED, true", "LOGISTIC, false", "LOGISTIC, true"})
  void gradientsAreCentralDifferences(TargetLoss loss, boolean perTarget) {
    for (int items : new int[] {20, 700, 9000}) {
      SparseRows histories = RandomHistories.of(8, items > 1000 ? 9 : 70, items, 3.0 / items);
      new RecordedStep(network(items, loss, perTarget), histories).assertRight(30);
    }
  }

  /** At most 16 significant bits are lost where the score is far from zero. */
  @ParameterizedTest
  @EnumSource
  void gradientsAreDifferencesOfLosses(TargetLoss loss) {
    for (float x : new float[] {0, .3f, 1}) {
      for (float y : new float[] {-40, -3, -.1f, 0, .2f, 5, 40}) {
        float step = 1f / 64;
        double difference = (loss.loss(y + step, x) - loss.loss(y - step, x)) / (2 * step);
        assertEquals(difference, loss.gradient(y, x), 1e-4, loss + " at " + y + " for " + x);
      }
    }
  }

  /** log(1 + e^s) - x s is s (1 - x) far above zero and -x s far below. */
  @Test
  void theLogisticLossIsFiniteFarFromZero() {
    assertEquals(700, TargetLoss.LOGISTIC.loss(1000, .3f), 1e-4);
    assertEquals(300, TargetLoss.LOGISTIC.loss(-1000, .3f), 1e-4);
    assertEquals(.7f, TargetLoss.LOGISTIC.gradient(1000, .3f), 1e-6f);
    assertEquals(-.3f, TargetLoss.LOGISTIC.gradient(-1000, .3f), 1e-6f);
    assertEquals(Math.log(2), TargetLoss.LOGISTIC.loss(0, .3f), 1e-12);
  }

  /** Only items of some history are updated; the others rest, weights and bias. */
  @Test
  void itemsWithoutTargetsRest() {
    SparseRows histories = SparseRows.builder(700).add(new int[] {5, 650}).add(new int[0]).build();
    Network network = network(700, TargetLoss.SQUARED, false);
    float[] theta = RecordedStep.parameters(network);
    boolean[] rested = new boolean[theta.length];
    GradientRecorder recorder =
        new GradientRecorder(theta.length) {
          @Override
          public void rest(Kernels kernels, float[] of, int from, int length, boolean weights) {
            Arrays.fill(rested, from, from + length, true);
            super.rest(kernels, of, from, length, weights);
          }
        };
    Batch batch = new Batch();
    new BatchMaker(histories, network.corruption().inference(), null)
        .make(new int[] {0, 1}, 0, 2, 5, batch);
    new Learner(network, 2, Compute.on(new ParallelLoop(1)), theta, recorder)
        .step(batch, Phase.ALL, 6, 0);
    int weights = network.at(0);
    int biases = weights + 700 * 4;
    for (int i = 0; i < 700; i++) {
      boolean rests = i != 5 && i != 650;
      for (int k = 0; k < 4; k++) {
        assertEquals(rests, rested[weights + i * 4 + k]);
      }
      assertEquals(rests, rested[biases + i]);
    }
    assertFalse(recorder.gradient[biases + 650] == 0);
    recorder.assertOnce(0, theta.length);
  }
}
