package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.parameter.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The loss and the gradient of one step of a network, compared with a textbook. */
final class RecordedStep {
  static final long SEED = 6;
  static final long SEEN = 30;

  final Network network;
  final Batch batch = new Batch();
  final GradientRecorder recorder;

  /** All parameters; the step does not change them. */
  final float[] theta;

  final double loss;

  /** A step that trains all parameters on one thread. */
  RecordedStep(Network network, SparseRows histories) {
    this(network, histories, Phase.ALL, new ParallelLoop(1));
  }

  RecordedStep(Network network, SparseRows histories, Phase phase, ParallelLoop loop) {
    this.network = network;
    theta = parameters(network);
    recorder = new GradientRecorder(network.blocks());
    int rows = histories.rows();
    new BatchMaker(
            histories,
            network.corruption(),
            network.procedure().targets(),
            null,
            network.hasPrior())
        .make(RandomHistories.inOrder(rows), 0, rows, 5, batch);
    NetworkBlocks blocks = FlatParameters.blocks(network, theta);
    GradientStep step = step(network, rows, Compute.on(loop), blocks, recorder);
    loss = step.run(batch, phase, SEED, SEEN);
    this.histories = histories;
  }

  private final SparseRows histories;

  /** A step on batches of at most {@code rows} rows, without vectors of users. */
  static GradientStep step(
      Network network, int rows, Compute compute, NetworkBlocks blocks, Optimizer optimizer) {
    return new GradientStep(network, rows, compute, blocks, optimizer, UserVectors.NONE);
  }

  /** Parameters that give scores far from uniform. */
  static float[] parameters(Network network) {
    float[] theta = FlatParameters.of(network.initialize(1, new ParallelLoop(1)));
    for (int k = 0; k < theta.length; k++) {
      theta[k] += .3f * (float) Math.sin(k);
    }
    return theta;
  }

  /** The end of the parameters with gradients. */
  int end() {
    return start(network.layers());
  }

  /** The examples of the batch. */
  List<TextbookExample> examples() {
    TextbookNetwork textbook = new TextbookNetwork(network, SEEN);
    double[] doubles = Gradients.doubles(theta, 0, theta.length);
    List<TextbookExample> clean = TextbookExample.of(histories, network.corruption().normalized());
    List<TextbookExample> examples = new ArrayList<>();
    for (TextbookExample example : clean) {
      double[] prior = textbook.prior(doubles, example);
      examples.add(example.inStep(batch, example.row(), SEED, prior));
    }
    return examples;
  }

  /** Compares with the textbook's gradient by at least {@code places} parameters. */
  void assertMatchesTextbook(int places) {
    assertMatchesTextbook(network, places);
  }

  /** Compares with the textbook's gradient of another network with the same parameters. */
  void assertMatchesTextbook(Network other, int places) {
    TextbookNetwork textbook = new TextbookNetwork(other, SEEN);
    List<TextbookExample> examples = examples();
    double[] doubles = Gradients.doubles(theta, 0, theta.length);
    double expected = textbook.loss(doubles, examples);
    assertEquals(expected, loss, 2e-6 * Math.max(.1, Math.abs(expected)));
    int stride = Math.max(1, end() / places) | 1; // odd, so that it covers all columns of a layer
    double[] differences =
        Gradients.differences(t -> textbook.loss(t, examples), doubles, end(), stride);
    for (int l = 0; l < network.layers(); l++) {
      int from = start(l);
      Gradients.assertSame(
          Arrays.copyOfRange(differences, from, start(l + 1)), recorder.gradient, from);
    }
  }

  /** The offset of a layer, 0 being the input layer and the last one the output layer. */
  int start(int layer) {
    return FlatParameters.start(network, layer);
  }
}
