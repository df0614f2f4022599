package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.layer.CompositeCode;
import io.nocturne.nn.layer.Dense;
import io.nocturne.nn.layer.DenselyConnected;
import io.nocturne.nn.layer.Dropout;
import io.nocturne.nn.layer.GaussianCode;
import io.nocturne.nn.layer.Layer;
import io.nocturne.nn.layer.Pass;
import io.nocturne.nn.layer.SparseCode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hidden layers by themselves under the loss sum(c y) and their penalty, over more rows than one
 * block of {@link Compute#ROWS} has. Parameters begin at an offset, so that a layer that forgets
 * its place is found.
 */
class HiddenLayerGradientTest {
  private static final int ROWS = 70;
  private static final int AT = 7;
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

  /** One way through a layer, forward and back. */
  private static final class Way {
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

    Way(Layer layer) {
      this.layer = layer;
      theta = Gradients.random(1, AT + (int) layer.parameters() + 3, .7);
      in = Gradients.random(2, ROWS * layer.inputs(), 1);
      c = Gradients.random(3, ROWS * layer.outputs(), .1);
      prior = Gradients.random(5, in.length, 1);
      out = new float[c.length];
      inGradient = Gradients.random(4, in.length, 9); // to be overwritten
      recorder = new GradientRecorder(theta.length);
      Pass pass = new Pass(Compute.on(new ParallelLoop(1)), theta);
      pass.rows = ROWS;
      pass.optimizer = recorder;
      pass.seed = SEED;
      pass.examples = 100;
      pass.prior = prior;
      pass.batch = new Batch();
      pass.batch.targetSums = new float[ROWS];
      for (int r = 0; r < ROWS; r++) {
        pass.batch.targetSums[r] = r % 5 / 2f; // some have none
        targets[r] = r % 5 / 2.0;
      }
      float[] scratch = new float[ROWS * layer.scratch()];
      layer.forward(pass, AT, in, out, scratch);
      penalty = layer.penalty(pass, in, scratch);
      recorder.begin(0);
      layer.backward(pass, AT, in, out, c.clone(), inGradient, scratch);
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
  void valuesAreTheTextbooks(Layer layer) {
    Way way = new Way(layer);
    TextbookLayer textbook = TextbookLayer.of(layer, AT, 100);
    double[] theta = Gradients.doubles(way.theta, 0, way.theta.length);
    double penalty = 0;
    for (int r = 0; r < ROWS; r++) {
      penalty += textbook.penalty(theta, way.in(r), way.example(r)) / ROWS;
      double[] y = textbook.forward(theta, way.in(r), way.example(r));
      Gradients.assertSame(y, way.out, r * layer.outputs());
    }
    assertEquals(penalty, way.penalty, 2e-6 * Math.abs(penalty));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void gradientsByTheInputAreCentralDifferences(Layer layer) {
    Way way = new Way(layer);
    assertByInput(way, TextbookLayer.of(layer, AT, 100));
    for (int k = 0; k < way.inGradient.length; k++) {
      way.inGradient[k] *= 1.05f;
    }
    if (layer.outputs() > 1) { // a single number is normed to nothing: 5 % of zero are zero
      TextbookLayer textbook = TextbookLayer.of(layer, AT, 100);
      assertThrows(AssertionError.class, () -> assertByInput(way, textbook));
    }
  }

  private static void assertByInput(Way way, TextbookLayer textbook) {
    double[] theta = Gradients.doubles(way.theta, 0, way.theta.length);
    for (int r = 0; r < ROWS; r++) {
      int row = r;
      double[] byIn = Gradients.differences(x -> way.loss(textbook, theta, x, row), way.in(r), 1);
      Gradients.assertSame(byIn, way.inGradient, r * way.layer.inputs());
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void gradientsByTheParametersAreCentralDifferences(Layer layer) {
    Way way = new Way(layer);
    int count = (int) layer.parameters();
    way.recorder.assertOnce(AT, AT + count);
    double[] theta = Gradients.doubles(way.theta, 0, way.theta.length);
    TextbookLayer textbook = TextbookLayer.of(layer, AT, 100);
    double[] byTheta =
        Gradients.differences(t -> all(way, textbook, t), theta, Math.max(1, count / 150) | 1);
    Gradients.assertSame(Arrays.copyOfRange(byTheta, AT, AT + count), way.recorder.gradient, AT);
  }

  private static double all(Way way, TextbookLayer textbook, double[] theta) {
    double sum = 0;
    for (int r = 0; r < ROWS; r++) {
      sum += way.loss(textbook, theta, way.in(r), r);
    }
    return sum;
  }

  /** The rows of parameters make up all of them. */
  @ParameterizedTest
  @MethodSource("layers")
  void rowsOfParameters(Layer layer) {
    assertEquals(layer.parameters(), Arrays.stream(layer.rowWidths()).sum());
  }
}
