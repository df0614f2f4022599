package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.layer.Dense;
import io.nocturne.nn.layer.GaussianCode;
import io.nocturne.nn.layer.ItemInput;
import io.nocturne.nn.layer.Pass;
import io.nocturne.nn.optim.Optimizer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each layer by itself under the loss sum(c y) with random c, against central differences of the
 * textbook's layer. Parameters begin at an offset, so that a layer that forgets its place is found.
 */
class LayerGradientTest {
  private static final Compute COMPUTE = Compute.on(new ParallelLoop(1));
  private static final int AT = 7;

  private static Pass pass(float[] theta, int rows, Optimizer optimizer) {
    Pass pass = new Pass(COMPUTE, theta);
    pass.rows = rows;
    pass.optimizer = optimizer;
    pass.seed = 3;
    return pass;
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

  /** More rows and more units than one block of {@link Compute#ROWS} has. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void dense(Activation activation) {
    int rows = 70;
    Dense layer = new Dense(5, 67, activation);
    Textbook.Stage stage = new Textbook.Stage(AT, 5, 67, activation, false);
    int parameters = (int) layer.parameters();
    float[] theta = Gradients.random(1, AT + parameters + 3, .7);
    float[] in = Gradients.random(2, rows * 5, 1);
    float[] c = Gradients.random(3, rows * 67, 1);
    GradientRecorder recorder = new GradientRecorder(theta.length);
    Pass pass = pass(theta, rows, recorder);
    float[] out = new float[rows * 67];
    float[] inGradient = Gradients.random(4, in.length, 9); // to be overwritten
    float[] scratch = new float[rows * layer.scratch()];
    layer.forward(pass, AT, in, out, scratch);
    recorder.begin(0);
    layer.backward(pass, AT, in, out, c.clone(), inGradient, scratch);

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
      assertEquals(k < 5 * 67, recorder.weights[AT + k], "what decays");
    }
  }

  /** More items than one turn updates, most of which rest; an empty history. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void itemInput(Activation activation) {
    int items = 600;
    ItemInput layer = new ItemInput(items, 3, activation);
    Textbook.Stage stage = new Textbook.Stage(AT, items, 3, activation, true);
    SparseRows histories = RandomHistories.of(1, 9, items, .01);
    Batch batch = new Batch();
    new BatchMaker(histories, new Corruption(false, 0), null)
        .make(RandomHistories.inOrder(9), 0, 9, 5, batch);
    TextbookBatch dense =
        TextbookBatch.of(histories, RandomHistories.inOrder(9), 0, 9, new Corruption(false, 0), 5);
    int parameters = (int) layer.parameters();
    float[] theta = Gradients.random(1, AT + parameters, .7);
    float[] c = Gradients.random(3, 9 * 3, 1);
    GradientRecorder recorder = new GradientRecorder(theta.length);
    Pass pass = pass(theta, 9, recorder);
    float[] out = new float[9 * 3];
    float[] scratch = new float[9 * layer.scratch()];
    layer.forward(pass, AT, batch, out, scratch);
    recorder.begin(0);
    layer.backward(pass, AT, batch, out, c.clone(), scratch);

    double[] doubles = Gradients.doubles(theta, 0, theta.length);
    recorder.assertOnce(AT, AT + parameters);
    double[] expected = new double[theta.length];
    Arrays.fill(expected, 0, AT, Double.NaN);
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
   * The noise of a seed is a constant; 0 examples of 400 seen: no penalty, 100: a quarter of it.
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
    Pass pass = pass(new float[0], rows, new GradientRecorder(0));
    pass.examples = seen;
    float[] out = new float[rows * units];
    float[] sigma = new float[rows * units];
    float[] inGradient = new float[in.length];
    layer.forward(pass, 0, in, out, sigma);
    double penalty = layer.penalty(pass, in, sigma);
    layer.backward(pass, 0, in, out, c.clone(), inGradient, sigma);

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
  void aCodeIsItsMeanWhereNothingIsLearnt() {
    GaussianCode layer = new GaussianCode(2, new Annealing(1, 0));
    float[] out = new float[4];
    layer.forward(
        pass(new float[0], 2, null), 0, new float[] {1, 2, 8, 9, 3, 4, 8, 9}, out, new float[0]);
    assertArrayEquals(new float[] {1, 2, 3, 4}, out);
  }

  @Test
  void aGradientThatIsFivePercentWrongIsNoticed() {
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
