package io.nocturne.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.nn.GradientRecorder;
import io.nocturne.nn.Gradients;
import io.nocturne.nn.TextbookExample;
import io.nocturne.nn.TextbookLayer;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockKind;
import io.nocturne.nn.parameter.BlockShape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Single hidden layers under the loss sum(c y) and their penalty, over more rows than a block of
 * {@link Compute#ROWS} has. There are other blocks before and after those of the layer, to detect a
 * layer that passes the wrong block.
 */
class HiddenLayerGradientTest {
  private static final int ROWS = 70;
  private static final int AT = LayerGradientTest.AT;
  private static final long SEED = 3;

  static Stream<Layer> layers() {
    return Stream.of(
        new Dense(5, 67, Activation.SWISH),
        new Dropout(67, .4, 2),
        new SparseCode(9, .3),
        new GaussianCode(3, new Annealing(.8, 400)),
        new CompositeCode(3, .2),
        new CompositeCode(260, .2),
        new DenselyConnected(1, 1),
        new DenselyConnected(6, 1),
        new DenselyConnected(5, 2),
        new DenselyConnected(4, 5),
        new DenselyConnected(67, 3));
  }

  /** A pass through a layer, forward and backward. */
  private static final class LayerPass {
    final Layer layer;
    final float[] theta;
    final float[] in;
    final float[] c;
    final float[] out;
    final float[] inGradient;
    final GradientRecorder recorder;
    final double penalty;
    final double[] targets = new double[ROWS];
    final float[] prior;

    LayerPass(Layer layer) {
      this.layer = layer;
      theta = Gradients.random(1, AT + LayerGradientTest.size(layer.blocks()) + 3, .7);
      in = Gradients.random(2, ROWS * layer.inputs(), 1);
      c = Gradients.random(3, ROWS * layer.outputs(), .1);
      prior = Gradients.random(5, in.length, 1);
      out = new float[c.length];
      inGradient = Gradients.random(4, in.length, 9); // must be overwritten
      recorder = new GradientRecorder(LayerGradientTest.between(layer.blocks()));
      Batch batch = Batch.withoutInput(ROWS);
      for (int r = 0; r < ROWS; r++) {
        batch.targetSums()[r] = r % 5 / 2f; // zero for some
        targets[r] = r % 5 / 2.0;
      }
      Compute compute = Compute.on(new ParallelLoop(1));
      Pass pass = Passes.training(compute, batch, SEED, 100, recorder);
      pass.workspace().setPrior(prior);
      float[] scratch = new float[ROWS * layer.scratch()];
      Flow flow = new Flow(in, out, c.clone(), inGradient, scratch);
      List<BlockArray> blocks = LayerGradientTest.blocks(layer.blocks(), theta);
      layer.forward(pass, blocks, flow);
      penalty = layer.penalty(pass, flow);
      recorder.begin(0);
      layer.backward(pass, blocks, flow);
    }

    TextbookExample example(int row) {
      double[] ofPrior =
          layer instanceof CompositeCode
              ? Gradients.doubles(prior, row * layer.inputs(), (row + 1) * layer.inputs())
              : null;
      return new TextbookExample(null, new double[] {targets[row]}, ofPrior, SEED, row);
    }

    double[] in(int row) {
      return Gradients.doubles(in, row * layer.inputs(), (row + 1) * layer.inputs());
    }

    double loss(TextbookLayer textbook, double[] parameters, double[] x, int row) {
      double[] y = textbook.forward(parameters, x, example(row));
      double sum = textbook.penalty(parameters, x, example(row)) / ROWS;
      for (int k = 0; k < y.length; k++) {
        sum += c[row * y.length + k] * y[k];
      }
      return sum;
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void valuesMatchTheTextbook(Layer layer) {
    LayerPass pass = new LayerPass(layer);
    TextbookLayer textbook = TextbookLayer.of(layer, AT, 100);
    double[] theta = Gradients.doubles(pass.theta, 0, pass.theta.length);
    double penalty = 0;
    for (int r = 0; r < ROWS; r++) {
      penalty += textbook.penalty(theta, pass.in(r), pass.example(r)) / ROWS;
      double[] y = textbook.forward(theta, pass.in(r), pass.example(r));
      Gradients.assertSame(y, pass.out, r * layer.outputs());
    }
    assertEquals(penalty, pass.penalty, 2e-6 * Math.abs(penalty));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void inputGradientsMatchCentralDifferences(Layer layer) {
    LayerPass pass = new LayerPass(layer);
    assertByInput(pass, TextbookLayer.of(layer, AT, 100));
    for (int k = 0; k < pass.inGradient.length; k++) {
      pass.inGradient[k] *= 1.05f;
    }
    if (layer.outputs() > 1) { // a single number is normalized to a constant: 5 % of zero is zero
      TextbookLayer textbook = TextbookLayer.of(layer, AT, 100);
      assertThrows(AssertionError.class, () -> assertByInput(pass, textbook));
    }
  }

  private static void assertByInput(LayerPass pass, TextbookLayer textbook) {
    double[] theta = Gradients.doubles(pass.theta, 0, pass.theta.length);
    for (int r = 0; r < ROWS; r++) {
      int row = r;
      double[] byIn = Gradients.differences(x -> pass.loss(textbook, theta, x, row), pass.in(r), 1);
      Gradients.assertSame(byIn, pass.inGradient, r * pass.layer.inputs());
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void parameterGradientsMatchCentralDifferences(Layer layer) {
    LayerPass pass = new LayerPass(layer);
    int count = LayerGradientTest.size(layer.blocks());
    pass.recorder.assertOnce(AT, AT + count);
    double[] theta = Gradients.doubles(pass.theta, 0, pass.theta.length);
    TextbookLayer textbook = TextbookLayer.of(layer, AT, 100);
    double[] byTheta =
        Gradients.differences(t -> all(pass, textbook, t), theta, Math.max(1, count / 150) | 1);
    Gradients.assertSame(Arrays.copyOfRange(byTheta, AT, AT + count), pass.recorder.gradient, AT);
  }

  private static double all(LayerPass pass, TextbookLayer textbook, double[] theta) {
    double sum = 0;
    for (int r = 0; r < ROWS; r++) {
      sum += pass.loss(textbook, theta, pass.in(r), r);
    }
    return sum;
  }

  /** Names are unique within a layer, and it has products for its weights only. */
  @ParameterizedTest
  @MethodSource("layers")
  void shapesOfBlocks(Layer layer) {
    List<BlockShape> shapes = layer.blocks();
    assertEquals(shapes.size(), shapes.stream().map(BlockShape::name).distinct().count());
    long weights =
        shapes.stream()
            .filter(shape -> shape.kind() == BlockKind.WEIGHTS)
            .mapToLong(BlockShape::size)
            .sum();
    BatchSize size = new BatchSize(ROWS, ROWS, 0, 1, 1, 0, 1);
    assertEquals(ROWS * weights, layer.products(size));
  }
}
