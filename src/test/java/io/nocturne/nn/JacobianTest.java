package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.parameter.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the norm of the encoder's Jacobian with differences of codes in plain loops. */
class JacobianTest {
  private static final int ITEMS = 40;
  private static final int WIDTH = 6;
  private static final int ROWS = 12;
  private static final double STEP = 1e-5;
  private static final Compute COMPUTE = Compute.on(new ParallelLoop(1));
  private static final SparseRows HISTORIES = RandomHistories.of(3, ROWS, ITEMS, .2);

  private static float[] theta(Network network) {
    return Gradients.random(5, (int) network.parameters(), .5);
  }

  private static double[] dense(int row) {
    double[] dense = new double[ITEMS];
    for (int k = HISTORIES.start(row); k < HISTORIES.end(row); k++) {
      dense[HISTORIES.index(k)] = HISTORIES.value(k);
    }
    return dense;
  }

  private static void normalize(double[] history) {
    double squares = 0;
    for (double weight : history) {
      squares += weight * weight;
    }
    for (int i = 0; i < ITEMS && squares > 0; i++) {
      history[i] /= Math.sqrt(squares);
    }
  }

  private static double[] code(float[] theta, boolean biased, double[] x, Activation activation) {
    double[] code = new double[WIDTH];
    for (int j = 0; j < WIDTH; j++) {
      double z = biased ? theta[ITEMS * WIDTH + j] : 0;
      for (int i = 0; i < ITEMS; i++) {
        z += x[i] * theta[i * WIDTH + j];
      }
      code[j] = of(activation, z);
    }
    return code;
  }

  private static double of(Activation activation, double z) {
    double sigmoid = 1 / (1 + Math.exp(-z));
    return switch (activation) {
      case IDENTITY -> z;
      case RELU -> Math.max(0, z);
      case SELU -> 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z));
      case TANH -> Math.tanh(z);
      case SIGMOID -> sigmoid;
      case HARD_SIGMOID -> Math.min(1, Math.max(0, .2 * z + .5));
      case SOFTPLUS -> Math.log1p(Math.exp(z));
      case SWISH -> z * sigmoid;
    };
  }

  private static double norm(float[] theta, boolean biased, double[] x, Activation activation) {
    double sum = 0;
    for (int i = 0; i < ITEMS; i++) {
      double[] above = x.clone();
      double[] below = x.clone();
      above[i] += STEP;
      below[i] -= STEP;
      double[] high = code(theta, biased, above, activation);
      double[] low = code(theta, biased, below, activation);
      for (int j = 0; j < WIDTH; j++) {
        double derivative = (high[j] - low[j]) / (2 * STEP);
        sum += derivative * derivative;
      }
    }
    return sum;
  }

  private static double[] norms(Network network, float[] theta) {
    float[] codes = new float[ROWS * WIDTH];
    double[] norms = new double[ROWS];
    Inference inference =
        new Inference(network, FlatParameters.parameters(network, theta), COMPUTE);
    inference.encode(HISTORIES, codes, norms);
    float[] expected = new float[ROWS * WIDTH];
    inference.encode(HISTORIES, expected);
    assertArrayEquals(expected, codes, 0f, "the codes are the same as without norms");
    return norms;
  }

  @ParameterizedTest
  @EnumSource
  void everyActivation(Activation activation) {
    for (boolean normalized : new boolean[] {false, true}) {
      Network network =
          Network.over(ITEMS)
              .corrupted(new Corruption(normalized, .3))
              .dense(WIDTH, activation)
              .code()
              .multinomial();
      float[] theta = theta(network);
      double[] norms = norms(network, theta);
      for (int row = 0; row < ROWS; row++) {
        double[] history = dense(row);
        if (normalized) {
          normalize(history);
        }
        double expected = norm(theta, true, history, activation);
        assertEquals(expected, norms[row], 1e-4 * expected + 1e-9, "row " + row);
      }
    }
  }

  /** The norm of unit rows is the number of items. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tiedWeights(boolean unit) {
    Network network =
        unit ? Network.over(ITEMS).tiedResidual(WIDTH) : Network.over(ITEMS).tied(WIDTH);
    float[] theta = theta(network);
    double expected = unit ? ITEMS : norm(theta, false, new double[ITEMS], Activation.IDENTITY);
    for (double norm : norms(network, theta)) {
      assertEquals(expected, norm, 1e-4 * expected);
    }
  }

  /** Every third history is a training user's and has a vector; the others are folded in. */
  private static SparseRows owned() {
    SparseRowsBuilder owned = SparseRows.builder(ITEMS);
    for (int row = 0; row < ROWS; row++) {
      int length = HISTORIES.end(row) - HISTORIES.start(row);
      int[] items = new int[length];
      float[] weights = new float[length];
      for (int k = 0; k < length; k++) {
        items[k] = HISTORIES.index(HISTORIES.start(row) + k);
        weights[k] = HISTORIES.value(HISTORIES.start(row) + k);
      }
      owned.add(items, weights, row % 3 == 0 ? row : -1);
    }
    return owned.build();
  }

  @Test
  void codesIncludeTheUsersVectors() {
    Network network =
        Network.over(ITEMS)
            .users()
            .negatives(2)
            .dense(WIDTH, Activation.SIGMOID)
            .code()
            .logisticTargets();
    float[] theta = theta(network);
    float[] vectors = Gradients.random(9, ROWS * WIDTH, 1);
    Parameters parameters =
        FlatParameters.parameters(network, theta)
            .with(Parameters.floats(UserVectors.shape(ROWS, WIDTH), vectors));
    Inference inference = new Inference(network, parameters, COMPUTE);
    float[] expected = new float[ROWS * WIDTH];
    inference.encode(owned(), expected);
    float[] codes = new float[ROWS * WIDTH];
    double[] norms = new double[ROWS];
    inference.encode(owned(), codes, norms);
    assertArrayEquals(expected, codes, 0f);
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      for (int j = 0; j < WIDTH; j++) {
        double y = codes[row * WIDTH + j];
        double slope = y * (1 - y);
        for (int i = 0; i < ITEMS; i++) {
          double w = theta[i * WIDTH + j];
          sum += slope * slope * w * w;
        }
      }
      assertEquals(sum, norms[row], 1e-4 * sum, "row " + row);
    }
  }

  /** Shown by changing the weights afterwards, which has no effect. */
  @Test
  void squaresWeightsOncePerModel() {
    for (Network network :
        List.of(
            Network.over(ITEMS).dense(WIDTH, Activation.IDENTITY).code().multinomial(),
            Network.over(ITEMS).tied(WIDTH))) {
      Parameters parameters = FlatParameters.parameters(network, theta(network));
      Inference inference = new Inference(network, parameters, COMPUTE);
      double[] first = new double[ROWS];
      inference.encode(HISTORIES, new float[ROWS * WIDTH], first);
      FlatParameters.clear(parameters);
      double[] second = new double[ROWS];
      inference.encode(HISTORIES, new float[ROWS * WIDTH], second);
      assertArrayEquals(first, second);
    }
  }

  @Test
  void rejectsHiddenLayers() {
    Network network =
        Network.over(ITEMS)
            .dense(4, Activation.TANH)
            .dense(3, Activation.TANH)
            .code()
            .multinomial();
    Inference inference =
        new Inference(network, FlatParameters.parameters(network, theta(network)), COMPUTE);
    assertEquals(
        "The Jacobian is not known: there are layers between the first one and the code",
        assertThrows(
                IllegalStateException.class,
                () -> inference.encode(HISTORIES, new float[ROWS * 3], new double[ROWS]))
            .getMessage());
  }
}
