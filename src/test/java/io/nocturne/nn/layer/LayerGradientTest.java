package io.nocturne.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.GradientRecorder;
import io.nocturne.nn.Gradients;
import io.nocturne.nn.RandomHistories;
import io.nocturne.nn.Textbook;
import io.nocturne.nn.TextbookBatch;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.HistoryTargets;
import io.nocturne.nn.optim.FrozenOptimizer;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares single layers under the loss sum(c y) with random c with central differences of the
 * textbook's layer. There are other blocks before and after those of the layer, to detect a layer
 * that passes the wrong block.
 */
class LayerGradientTest {
  private static final Compute COMPUTE = Compute.on(new ParallelLoop(1));
  static final int AT = 7;

  private static final List<BlockShape> BEFORE = List.of(BlockShape.biases("before", AT));
  private static final List<BlockShape> BEHIND = List.of(BlockShape.biases("behind", 3));

  /** The shapes of a layer's blocks between others. */
  static List<BlockShape> between(List<BlockShape> ofLayer) {
    return Stream.of(BEFORE, ofLayer, BEHIND).flatMap(List::stream).toList();
  }

  /** The blocks of a layer; the numbers start with {@link #AT} of another block. */
  static List<BlockArray> blocks(List<BlockShape> ofLayer, float[] theta) {
    List<BlockShape> all = between(ofLayer);
    return FlatParameters.blocks(all, theta).subList(1, all.size() - 1);
  }

  /** The number of parameters of blocks. */
  static int size(List<BlockShape> shapes) {
    return shapes.stream().mapToInt(BlockShape::length).sum();
  }

  private static double dot(float[] c, double[] y, int row) {
    double sum = 0;
    for (int k = 0; k < y.length; k++) {
      sum += c[row * y.length + k] * y[k];
    }
    return sum;
  }

  private static double[] row(double[] matrix, int row, int width) {
    double[] values = new double[width];
    System.arraycopy(matrix, row * width, values, 0, width);
    return values;
  }

  /** More rows and more units than the {@link Compute#ROWS} of a block. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void dense(Activation activation) {
    int rows = 70;
    Dense layer = new Dense(5, 67, activation);
    Textbook.Stage stage = new Textbook.Stage(AT, 5, 67, activation, false);
    int parameters = size(layer.blocks());
    float[] theta = Gradients.random(1, AT + parameters + 3, .7);
    float[] in = Gradients.random(2, rows * 5, 1);
    float[] c = Gradients.random(3, rows * 67, 1);
    GradientRecorder recorder = new GradientRecorder(between(layer.blocks()));
    Pass pass = Passes.training(COMPUTE, Batch.withoutInput(rows), 3, 0, recorder);
    List<BlockArray> blocks = blocks(layer.blocks(), theta);
    float[] out = new float[rows * 67];
    float[] inGradient = Gradients.random(4, in.length, 9); // must be overwritten
    float[] scratch = new float[rows * layer.scratch()];
    Flow flow = new Flow(in, out, c.clone(), inGradient, scratch);
    layer.forward(pass, blocks, flow);
    recorder.begin(0);
    layer.backward(pass, blocks, flow);

    double[] doubles = Gradients.doubles(theta, 0, theta.length);
    double[] inDoubles = Gradients.doubles(in, 0, in.length);
    Gradients.assertSame(stage.forward(doubles, row(inDoubles, 69, 5)), out, 69 * 67);
    recorder.assertOnce(AT, AT + parameters);
    double[] byTheta =
        Gradients.differences(
            t -> {
              double sum = 0;
              for (int r = 0; r < rows; r++) {
                sum += dot(c, stage.forward(t, row(inDoubles, r, 5)), r);
              }
              return sum;
            },
            doubles,
            1);
    Arrays.fill(byTheta, 0, AT, Double.NaN);
    Arrays.fill(byTheta, AT + parameters, theta.length, Double.NaN);
    Gradients.assertSame(byTheta, recorder.gradient, 0);
    for (int r = 0; r < rows; r++) {
      int of = r;
      double[] byIn =
          Gradients.differences(
              x -> dot(c, stage.forward(doubles, x), of), row(inDoubles, r, 5), 1);
      Gradients.assertSame(byIn, inGradient, r * 5);
    }
    for (int k = 0; k < parameters; k++) {
      assertEquals(k < 5 * 67, recorder.weights[AT + k], "which parameters decay");
    }
  }

  /** More items than one turn updates, most of them without gradient; and an empty history. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void itemInput(Activation activation) {
    int items = 600;
    ItemInput layer = new ItemInput(items, 3, activation);
    Textbook.Stage stage = new Textbook.Stage(AT, items, 3, activation, true);
    SparseRows histories = RandomHistories.of(1, 9, items, .01);
    Batch batch = new Batch();
    new BatchMaker(histories, new Corruption(false, 0), new HistoryTargets(), null, false)
        .make(RandomHistories.inOrder(9), 0, 9, 5, batch);
    TextbookBatch dense =
        TextbookBatch.of(histories, RandomHistories.inOrder(9), 0, 9, new Corruption(false, 0), 5);
    int parameters = size(layer.blocks());
    float[] theta = Gradients.random(1, AT + parameters + 3, .7);
    float[] c = Gradients.random(3, 9 * 3, 1);
    GradientRecorder recorder = new GradientRecorder(between(layer.blocks()));
    Pass pass = Passes.training(COMPUTE, batch, 3, 0, recorder);
    List<BlockArray> blocks = blocks(layer.blocks(), theta);
    float[] out = new float[9 * 3];
    float[] scratch = new float[9 * layer.scratch()];
    layer.forward(pass, blocks, out, scratch);
    recorder.begin(0);
    layer.backward(pass, blocks, out, c.clone(), scratch);

    double[] doubles = Gradients.doubles(theta, 0, theta.length);
    recorder.assertOnce(AT, AT + parameters);
    double[] expected = new double[theta.length];
    Arrays.fill(expected, 0, AT, Double.NaN);
    Arrays.fill(expected, AT + parameters, expected.length, Double.NaN);
    for (int r = 0; r < 9; r++) {
      double[] x = dense.input()[r];
      Gradients.assertSame(stage.forward(doubles, x), out, r * 3);
      int of = r;
      double[] byTheta = Gradients.differences(t -> dot(c, stage.forward(t, x), of), doubles, 1);
      for (int k = 0; k < expected.length; k++) {
        expected[k] += byTheta[k];
      }
    }
    Gradients.assertSame(expected, recorder.gradient, 0);
  }

  /**
   * The noise of a seed is constant; with 0 of 400 examples seen there is no penalty, with 100 a
   * quarter.
   */
  @ParameterizedTest
  @ValueSource(longs = {0, 100, 400, 1000})
  void gaussianCode(long seen) {
    int rows = 70;
    int units = 3;
    double weight = .8 * Math.min(seen, 400) / 400;
    GaussianCode layer = new GaussianCode(units, new Annealing(.8, 400));
    float[] in = Gradients.random(2, rows * 2 * units, 1);
    float[] c = Gradients.random(3, rows * units, .1);
    Optimizer frozen = FrozenOptimizer.INSTANCE;
    Pass pass = Passes.training(COMPUTE, Batch.withoutInput(rows), 3, seen, frozen);
    float[] out = new float[rows * units];
    float[] sigma = new float[rows * units];
    float[] inGradient = new float[in.length];
    Flow flow = new Flow(in, out, c.clone(), inGradient, sigma);
    layer.forward(pass, List.of(), flow);
    double penalty = layer.penalty(pass, flow);
    layer.backward(pass, List.of(), flow);

    double[] doubles = Gradients.doubles(in, 0, in.length);
    double[][] noise =
        new TextbookBatch(new double[rows][0], new double[rows][0], null, 0, new double[0])
            .noisy(units, 3, 0)
            .noise();
    double expectedPenalty = 0;
    for (int r = 0; r < rows; r++) {
      int of = r;
      double[] x = row(doubles, r, 2 * units);
      expectedPenalty += weight * Textbook.divergence(x, units) / rows;
      Gradients.assertSame(Textbook.sample(x, noise[r]), out, r * units);
      double[] byIn =
          Gradients.differences(
              t ->
                  dot(c, Textbook.sample(t, noise[of]), of)
                      + weight * Textbook.divergence(t, units) / rows,
              x,
              1);
      Gradients.assertSame(byIn, inGradient, r * 2 * units);
    }
    assertEquals(expectedPenalty, penalty, 1e-6 * Math.abs(expectedPenalty));
  }

  @Test
  void codeIsTheMeanInInference() {
    GaussianCode layer = new GaussianCode(2, new Annealing(1, 0));
    float[] out = new float[4];
    float[] in = {1, 2, 8, 9, 3, 4, 8, 9};
    Pass pass = Pass.inference(COMPUTE, Batch.withoutInput(2), new Workspace());
    layer.forward(pass, List.of(), new Flow(in, out, null, null, new float[0]));
    assertArrayEquals(new float[] {1, 2, 3, 4}, out);
  }

  @Test
  void detectsAGradientFivePercentOff() {
    double[] right = {1, -2, Double.NaN, 1e-3};
    Gradients.assertSame(right, new float[] {0, 1, -2, 99, 1e-3f}, 1);
    for (int wrong : new int[] {0, 1, 3}) {
      float[] given = {1, -2, 99, 1e-3f};
      given[wrong] *= 1.05f;
      assertThrows(AssertionError.class, () -> Gradients.assertSame(right, given, 0));
    }
    assertThrows(
        AssertionError.class,
        () -> Gradients.assertSame(right, new float[] {1, -2, 99, Float.NaN}, 0));
  }
}
