package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.nocturne.math.Activation;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent of Adam's moments and what becomes of it. */
class MomentsTest {
  private static final int ITEMS = 5;
  private static final Network DEEP =
      Network.over(ITEMS)
          .corrupted(new Corruption(true, .3))
          .dense(3, Activation.TANH)
          .gaussianCode(2, new Annealing(.5, 40))
          .dense(4, Activation.TANH)
          .multinomial();
  private static final Network SHALLOW =
      Network.over(ITEMS).dense(3, Activation.TANH).code().multinomial();

  /**
   * Rows by hand: how many and how wide, in the order of the parameters. Items to 3, biases; 3 to 2
   * means and 2 variances, biases; 2 to 4, biases; 4 to items, a bias each.
   */
  private static final int[][] DEEP_ROWS = {
    {5, 3}, {1, 3}, {4, 3}, {1, 4}, {4, 2}, {1, 4}, {5, 4}, {5, 1}
  };

  private static final int[][] SHALLOW_ROWS = {{5, 3}, {1, 3}, {5, 3}, {5, 1}};

  private static float[] random(long seed, int length) {
    SplitMix64 random = new SplitMix64(seed);
    float[] numbers = new float[length];
    for (int k = 0; k < length; k++) {
      numbers[k] = random.nextFloat() - .2f;
    }
    return numbers;
  }

  private static OptimizerState state(Network network) {
    int length = (int) network.parameters();
    return new OptimizerState(random(1, length), random(2, length), 30, 40);
  }

  @Test
  void restartingLeavesNothing() {
    OptimizerState state = state(DEEP);
    assertEquals(List.of(), Moments.RESTART.sent(DEEP, OptimizerKind.ADAM, state));
    OptimizerState next = Moments.RESTART.received(DEEP, OptimizerKind.ADAM, List.of(), 40);
    assertArrayEquals(new float[(int) DEEP.parameters()], next.first());
    assertArrayEquals(new float[(int) DEEP.parameters()], next.second());
    assertEquals(0, next.steps());
    assertEquals(0, next.firstSteps());
  }

  @Test
  void averagingTakesBothAsTheyAre() {
    OptimizerState state = state(DEEP);
    List<float[]> sent = Moments.AVERAGE.sent(DEEP, OptimizerKind.ADAM, state);
    assertEquals(2, sent.size());
    assertSame(state.first(), sent.get(0));
    assertSame(state.second(), sent.get(1));
    OptimizerState next = Moments.AVERAGE.received(DEEP, OptimizerKind.ADAM, sent, 40);
    assertSame(state.first(), next.first());
    assertSame(state.second(), next.second());
    assertEquals(40, next.steps());
    assertEquals(40, next.firstSteps());
  }

  private static void assertRowWise(Network network, int[][] rows) {
    OptimizerState state = state(network);
    List<Float> means = new ArrayList<>();
    float[] spread = new float[state.second().length];
    int at = 0;
    for (int[] matrix : rows) {
      for (int row = 0; row < matrix[0]; row++) {
        double sum = 0;
        for (int k = at; k < at + matrix[1]; k++) {
          sum += state.second()[k];
        }
        means.add((float) (sum / matrix[1]));
        Arrays.fill(spread, at, at + matrix[1], (float) (sum / matrix[1]));
        at += matrix[1];
      }
    }
    assertEquals(spread.length, at, "the rows are all parameters");
    float[] second = state.second().clone();
    List<float[]> sent = Moments.ROW_WISE.sent(network, OptimizerKind.ADAM, state);
    assertEquals(1, sent.size());
    assertEquals(means.size(), sent.get(0).length);
    for (int row = 0; row < means.size(); row++) {
      assertEquals(means.get(row), sent.get(0)[row], "row " + row);
    }
    OptimizerState next = Moments.ROW_WISE.received(network, OptimizerKind.ADAM, sent, 40);
    assertArrayEquals(spread, next.second(), 0f);
    assertArrayEquals(new float[spread.length], next.first());
    assertEquals(0, next.firstSteps(), "its first moment is zero again");
    assertEquals(40, next.steps(), "its second one is not");
    assertArrayEquals(second, state.second(), "it is only read");
  }

  @Test
  void rowWiseKeepsTheMeanOfEachRow() {
    assertRowWise(DEEP, DEEP_ROWS);
    assertRowWise(SHALLOW, SHALLOW_ROWS);
  }

  /** A state of random numbers with the arrays that the optimizer has. */
  private static OptimizerState state(Network network, OptimizerKind kind) {
    OptimizerState all = state(network);
    OptimizerState none = OptimizerState.zero(kind, 0);
    return new OptimizerState(
        kind.hasFirst() ? all.first() : none.first(),
        kind.hasSecond() ? all.second() : none.second(),
        30,
        40);
  }

  /** So that a state is cut the same way before anything has been sent. */
  @ParameterizedTest
  @EnumSource(Moments.class)
  void theLengthsAreThoseOfWhatIsSent(Moments moments) {
    for (Network network : List.of(DEEP, SHALLOW)) {
      for (OptimizerKind kind : OptimizerKind.values()) {
        List<Integer> lengths =
            moments.sent(network, kind, state(network, kind)).stream()
                .map(array -> array.length)
                .toList();
        assertEquals(lengths, moments.lengths(network, kind));
      }
    }
  }

  /** What an optimizer does not use is not sent, and not there afterwards either. */
  @ParameterizedTest
  @CsvSource({
    "SGD, AVERAGE, 1, 1, 0",
    "SGD, ROW_WISE, 0, 1, 0",
    "SGD, RESTART, 0, 1, 0",
    "ADAGRAD, AVERAGE, 1, 0, 1",
    "ADAGRAD, ROW_WISE, 1, 0, 1",
    "ADAGRAD, RESTART, 0, 0, 1",
    "NADAM, AVERAGE, 2, 1, 1",
    "RPROP, AVERAGE, 2, 1, 1",
    "RPROP, ROW_WISE, 1, 1, 1",
    "RPROP, RESTART, 0, 1, 1",
  })
  void eachOptimizerHasItsOwnArrays(
      OptimizerKind kind, Moments moments, int sent, int first, int second) {
    OptimizerState state = state(DEEP, kind);
    List<float[]> arrays = moments.sent(DEEP, kind, state);
    assertEquals(sent, arrays.size());
    OptimizerState next = moments.received(DEEP, kind, arrays, 40);
    int parameters = (int) DEEP.parameters();
    assertEquals(first * parameters, next.first().length);
    assertEquals(second * parameters, next.second().length);
    if (moments == Moments.AVERAGE) {
      assertArrayEquals(state.first(), next.first());
      assertArrayEquals(state.second(), next.second());
      assertEquals(40, next.firstSteps());
    } else {
      assertArrayEquals(new float[first * parameters], next.first());
      assertEquals(0, next.firstSteps());
    }
  }

  /** Each parameter is in a row, and in one only: spread numbers of rows rise, none is left out. */
  @Test
  void theRowsCoverEveryParameterOnce() {
    ParameterRows rows = ParameterRows.of(DEEP);
    float[] numbers = new float[rows.count()];
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = row + 1;
    }
    float[] spread = rows.spread(numbers);
    assertEquals(DEEP.parameters(), spread.length);
    assertEquals(1, spread[0]);
    assertEquals(numbers.length, spread[spread.length - 1]);
    for (int k = 1; k < spread.length; k++) {
      float step = spread[k] - spread[k - 1];
      assertEquals(true, step == 0 || step == 1, "parameter " + k);
    }
    assertArrayEquals(numbers, rows.means(spread), 0f);
  }
}
