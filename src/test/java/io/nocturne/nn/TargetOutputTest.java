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
import io.nocturne.nn.batch.HistoryTargets;
import io.nocturne.nn.layer.ItemInput;
import io.nocturne.nn.layer.TargetOutput;
import io.nocturne.nn.loss.TargetLoss;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.Phase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layer that scores only targets. */
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
  void gradientsMatchCentralDifferences(TargetLoss loss, boolean perTarget) {
    for (int items : new int[] {20, 700, 9000}) {
      SparseRows histories = RandomHistories.of(8, items > 1000 ? 9 : 70, items, 3.0 / items);
      new RecordedStep(network(items, loss, perTarget), histories).assertMatchesTextbook(30);
    }
  }

  /** Only weights and biases of items with targets are updated. */
  @Test
  void skipsItemsWithoutTargets() {
    SparseRows histories = SparseRows.builder(700).add(new int[] {5, 650}).add(new int[0]).build();
    Network network = network(700, TargetLoss.SQUARED, false);
    NetworkBlocks blocks = FlatParameters.blocks(network, RecordedStep.parameters(network));
    boolean[] rested = new boolean[(int) network.parameters()];
    GradientRecorder recorder =
        new GradientRecorder(network.blocks()) {
          @Override
          public void rest(Kernels kernels, BlockArray block, int from, int length) {
            int at = at(block, from, length);
            Arrays.fill(rested, at, at + length, true);
            super.rest(kernels, block, from, length);
          }
        };
    Batch batch = new Batch();
    new BatchMaker(histories, network.corruption().inference(), new HistoryTargets(), null, false)
        .make(new int[] {0, 1}, 0, 2, 5, batch);
    RecordedStep.step(network, 2, Compute.on(new ParallelLoop(1)), blocks, recorder)
        .run(batch, Phase.ALL, 6, 0);
    int weights = FlatParameters.start(network, 1);
    int biases = weights + 700 * 4;
    for (int i = 0; i < 700; i++) {
      boolean rests = i != 5 && i != 650;
      for (int k = 0; k < 4; k++) {
        assertEquals(rests, rested[weights + i * 4 + k]);
      }
      assertEquals(rests, rested[biases + i]);
    }
    assertFalse(recorder.gradient[biases + 650] == 0);
    recorder.assertOnce(0, rested.length);
  }
}
