package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers trained to reconstruct the output of frozen layers. */
class ReconstructionTest {
  private static final int ITEMS = 30;
  private static final SparseRows HISTORIES = RandomHistories.of(8, 9, ITEMS, .2);
  private static final List<Integer> WIDTHS = List.of(6, 5);

  private static NetworkBuilder frozen(int layers) {
    return Network.over(ITEMS)
        .corrupted(new Corruption(true, 0))
        .dense(WIDTHS.subList(0, layers), Activation.TANH);
  }

  /** Frozen layers, then noise and two trained layers. */
  private static NetworkBuilder trained(int layers) {
    return frozen(layers)
        .frozen()
        .dropout(.4)
        .dense(3, Activation.SWISH)
        .code()
        .dense(WIDTHS.get(layers - 1), Activation.TANH);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void gradientsMatchCentralDifferences(int layers) {
    Network network = trained(layers).reconstructing(layers - 1);
    RecordedStep step = new RecordedStep(network, HISTORIES);
    // the codes of the networks that end at the target and at its reconstruction
    TextbookNetwork target = new TextbookNetwork(frozen(layers).code().multinomial(), 0);
    TextbookNetwork end = new TextbookNetwork(trained(layers).code().multinomial(), 0);
    double[] theta = Gradients.doubles(step.theta, 0, step.theta.length);
    List<TextbookExample> examples = step.examples();
    assertEquals(loss(target, end, theta, examples), step.loss, 1e-6);
    int from = FlatParameters.start(network, layers);
    step.recorder.assertOnce(from, theta.length);
    double[] differences = Gradients.differences(t -> loss(target, end, t, examples), theta, 1);
    Arrays.fill(differences, 0, from, Double.NaN);
    Gradients.assertSame(differences, step.recorder.gradient, 0);
  }

  /** The mean over rows of the sum of squared errors. */
  private static double loss(
      TextbookNetwork target, TextbookNetwork end, double[] theta, List<TextbookExample> examples) {
    double sum = 0;
    for (TextbookExample example : examples) {
      double[] wanted = target.code(theta, example);
      double[] given = end.code(theta, example);
      for (int k = 0; k < wanted.length; k++) {
        sum += Math.pow(given[k] - wanted[k], 2);
      }
    }
    return sum / examples.size();
  }

  /** They have no gradient, weight decay or momentum. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void frozenLayersKeepTheirBits(int layers) {
    Network network = trained(layers).reconstructing(layers - 1);
    Plan plan = new Plan(9, 1, 1, 4, .01, .1, SampledSoftmax.OFF);
    TrainingState state = TrainingState.initial(network.initialize(2, new ParallelLoop(1)));
    float[] before = FlatParameters.of(state);
    Compute compute = Compute.on(new ParallelLoop(1));
    float[] counts = RandomHistories.counts(HISTORIES);
    double first;
    double last = 0;
    try (Worker worker = new Worker(network, plan, HISTORIES, counts, 9, state, compute)) {
      first = worker.epoch(3);
      for (int epoch = 1; epoch < 40; epoch++) {
        last = worker.epoch(3);
      }
    }
    int from = FlatParameters.start(network, layers);
    float[] after = FlatParameters.of(state);
    assertArrayEquals(Arrays.copyOf(before, from), Arrays.copyOf(after, from), 0f);
    for (int k = from; k < after.length; k++) {
      assertFalse(before[k] == after[k], "parameter " + k + " is trained");
    }
    assertEquals(-1, Double.compare(last, first), first + " falls, to " + last);
  }

  @Test
  void hasNoScoresAndNoParameters() {
    Network network = trained(1).reconstructing(0);
    assertEquals(FlatParameters.start(network, network.layers() - 1), network.parameters());
    Parameters parameters = Parameters.of(network.initialize(2, new ParallelLoop(1)));
    Inference inference = new Inference(network, parameters, Compute.on(new ParallelLoop(1)));
    assertThrows(
        IllegalStateException.class, () -> inference.score(HISTORIES, new float[9 * ITEMS]));
    float[] codes = new float[9 * 3];
    inference.encode(HISTORIES, codes);
    assertFalse(Arrays.equals(new float[9 * 3], codes));
  }
}
