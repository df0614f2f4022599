package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.Kernels;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Seeds;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.HistoryTargets;
import io.nocturne.nn.layer.Output;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares dense re-feeding with central differences of the loss of a dense input. */
class RefeedingTest {
  private static final Compute COMPUTE = Compute.on(new ParallelLoop(1));

  private static NetworkBuilder builder(int items, Activation activation) {
    return Network.over(items)
        .corrupted(new Corruption(false, .3))
        .dense(5, activation)
        .dense(3, activation)
        .code()
        .dropout(.4)
        .dense(5, activation);
  }

  /** Applies the gradient of the first update and records that of the second. */
  private static final class TwoUpdates extends GradientRecorder {
    int updates;

    TwoUpdates(Network network) {
      super(network.blocks());
    }

    @Override
    public void begin(long examples) {
      super.begin(examples);
      updates++;
    }

    @Override
    public void update(
        Kernels kernels, BlockArray block, int from, float[] slice, int sliceFrom, int length) {
      super.update(kernels, block, from, slice, sliceFrom, length);
      for (int k = 0; k < length && updates == 1; k++) {
        block.floats()[from + k] -= .3f * slice[sliceFrom + k];
      }
    }
  }

  /** The mean over rows and items of (y - d)^2. */
  private static double loss(TextbookNetwork textbook, double[] theta, List<TextbookExample> fed) {
    double sum = 0;
    int items = fed.get(0).input().length;
    for (TextbookExample example : fed) {
      double[] y = textbook.predictions(theta, example);
      for (int i = 0; i < items; i++) {
        sum += Math.pow(y[i] - example.input()[i], 2);
      }
    }
    return sum / items / fed.size();
  }

  /** With one tile, and with several and a short last one. */
  @ParameterizedTest
  @CsvSource({"13, SELU, IDENTITY", "700, SELU, IDENTITY", "13, SWISH, SIGMOID"})
  void trainsOnThePredictionBeforeTheStep(int items, Activation inner, Activation outer) {
    Network network = builder(items, inner).refeeding().squaredObserved(outer, true);
    SparseRows histories = RandomHistories.of(8, 9, items, items < 100 ? .3 : .02);
    Batch batch = new Batch();
    new BatchMaker(histories, network.corruption(), new HistoryTargets(), null, false)
        .make(RandomHistories.inOrder(9), 0, 9, 5, batch);
    float[] theta = RecordedStep.parameters(network);
    double[] before = Gradients.doubles(theta, 0, theta.length);
    TextbookNetwork textbook = new TextbookNetwork(network, 0);
    List<TextbookExample> fed = new ArrayList<>();
    for (TextbookExample clean : TextbookExample.of(histories, false)) {
      double[] d = textbook.predictions(before, clean.inStep(batch, clean.row(), 6, null));
      fed.add(new TextbookExample(d, d, null, Seeds.derive(6, 1), clean.row()));
    }
    TwoUpdates updates = new TwoUpdates(network);
    NetworkBlocks blocks = FlatParameters.blocks(network, theta);
    RecordedStep.step(network, 9, COMPUTE, blocks, updates).run(batch, Phase.ALL, 6, 0);

    assertEquals(2, updates.updates);
    updates.assertOnce(0, theta.length);
    for (TextbookExample example : fed) {
      float[] dense = new float[items];
      for (int i = 0; i < items; i++) {
        dense[i] = TextbookExample.dense(batch, example.row(), i, items);
      }
      Gradients.assertSame(example.input(), dense, 0);
    }
    double[] after = Gradients.doubles(FlatParameters.of(blocks.all()), 0, theta.length);
    int stride = Math.max(1, theta.length / 200) | 1;
    Gradients.assertSame(
        Gradients.differences(t -> loss(textbook, t, fed), after, stride), updates.gradient, 0);
  }

  /** The loss of a step is that of the histories. */
  @Test
  void doesNotChangeTheFirstUpdateOrInference() {
    Network with =
        builder(40, Activation.SELU).refeeding().squaredObserved(Activation.IDENTITY, true);
    Network without = builder(40, Activation.SELU).squaredObserved(Activation.IDENTITY, true);
    SparseRows histories = RandomHistories.of(8, 9, 40, .3);
    float[] theta = RecordedStep.parameters(with);
    float[] scores = new float[9 * 40];
    float[] same = new float[9 * 40];
    new Inference(with, FlatParameters.parameters(with, theta), COMPUTE).score(histories, scores);
    new Inference(without, FlatParameters.parameters(without, theta), COMPUTE)
        .score(histories, same);
    assertArrayEquals(same, scores, 0f);
    RecordedStep step = new RecordedStep(without, histories);
    assertEquals(step.loss, new RecordedStep(with, histories).loss);
    step.assertMatchesTextbook(200);
  }

  @Test
  void rejectsLossesOfAllItems() {
    Output output = builder(4, Activation.TANH).multinomial().output();
    assertThrows(IllegalStateException.class, output::refeeding);
  }
}
