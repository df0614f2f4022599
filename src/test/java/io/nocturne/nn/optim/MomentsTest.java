package io.nocturne.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.nocturne.math.Activation;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Network;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.RowsOf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The part of an optimizer's state that is sent, and the state after averaging. */
class MomentsTest {
  private static final int ITEMS = 5;
  private static final List<BlockShape> DEEP =
      Network.over(ITEMS)
          .corrupted(new Corruption(true, .3))
          .dense(3, Activation.TANH)
          .gaussianCode(2, new Annealing(.5, 40))
          .dense(4, Activation.TANH)
          .multinomial()
          .blocks();
  private static final List<BlockShape> SHALLOW =
      Network.over(ITEMS).dense(3, Activation.TANH).code().multinomial().blocks();

  /** With a copy of the encoder, which has no gradient. */
  private static final List<BlockShape> WITH_PRIOR =
      Network.over(ITEMS).denselyConnected(3, 2).compositeCode(2, .1).multinomial().blocks();

  /**
   * Number and width of rows by hand, in the order of the parameters: items to 3, biases; 3 to 2
   * means and 2 variances, biases; 2 to 4, biases; 4 to items, a bias each.
   */
  private static final int[][] DEEP_ROWS = {
    {5, 3}, {1, 3}, {4, 3}, {1, 4}, {4, 2}, {1, 4}, {5, 4}, {5, 1}
  };

  private static final int[][] SHALLOW_ROWS = {{5, 3}, {1, 3}, {5, 3}, {5, 1}};

  /** A state of random numbers in all arrays of the optimizer. */
  private static OptimizerState state(List<BlockShape> shapes, OptimizerKind kind) {
    OptimizerState state = OptimizerState.zero(kind, shapes).after(30, 40);
    SplitMix64 random = new SplitMix64(1);
    for (int block = 0; block < shapes.size(); block++) {
      for (float[] array :
          List.of(state.first(block), state.second(block), state.rowSteps(block))) {
        for (int k = 0; k < array.length; k++) {
          array[k] = random.nextFloat() - .2f;
        }
      }
    }
    return state;
  }

  private static float[] first(List<BlockShape> shapes, OptimizerState state) {
    return FlatParameters.joined(shapes.size(), state::first);
  }

  private static float[] second(List<BlockShape> shapes, OptimizerState state) {
    return FlatParameters.joined(shapes.size(), state::second);
  }

  private static int size(List<BlockShape> shapes) {
    return shapes.stream().mapToInt(BlockShape::length).sum();
  }

  @Test
  void restartClearsTheState() {
    OptimizerState state = state(DEEP, OptimizerKind.ADAM);
    assertEquals(Map.of(), Moments.RESTART.sent(DEEP, OptimizerKind.ADAM, state));
    OptimizerState next = Moments.RESTART.received(DEEP, OptimizerKind.ADAM, Map.of(), 40);
    assertArrayEquals(new float[size(DEEP)], first(DEEP, next));
    assertArrayEquals(new float[size(DEEP)], second(DEEP, next));
    assertEquals(0, next.steps());
    assertEquals(0, next.firstSteps());
  }

  @Test
  void averageSendsBothMoments() {
    OptimizerState state = state(DEEP, OptimizerKind.ADAM);
    Map<String, float[]> sent = Moments.AVERAGE.sent(DEEP, OptimizerKind.ADAM, state);
    assertEquals(2 * DEEP.size(), sent.size());
    for (int block = 0; block < DEEP.size(); block++) {
      String name = DEEP.get(block).name();
      assertSame(state.first(block), sent.get(name + "/first"));
      assertSame(state.second(block), sent.get(name + "/second"));
    }
    OptimizerState next = Moments.AVERAGE.received(DEEP, OptimizerKind.ADAM, sent, 40);
    assertArrayEquals(first(DEEP, state), first(DEEP, next), 0f);
    assertArrayEquals(second(DEEP, state), second(DEEP, next), 0f);
    assertEquals(40, next.steps());
    assertEquals(40, next.firstSteps());
  }

  /** Afterwards, the row steps of lazy Adam apply to both arrays. */
  @Test
  void averageSendsRowSteps() {
    OptimizerState state = state(SHALLOW, OptimizerKind.LAZY_ADAM);
    Map<String, float[]> sent = Moments.AVERAGE.sent(SHALLOW, OptimizerKind.LAZY_ADAM, state);
    OptimizerState next = Moments.AVERAGE.received(SHALLOW, OptimizerKind.LAZY_ADAM, sent, 40);
    for (int block = 0; block < SHALLOW.size(); block++) {
      assertEquals(block == 1 ? 0 : ITEMS, next.rowSteps(block).length, "of items only");
      assertArrayEquals(state.rowSteps(block), next.rowSteps(block), 0f);
      assertArrayEquals(state.rowSteps(block), next.firstRowSteps(block), 0f);
    }
    Map<String, float[]> rowWise = Moments.ROW_WISE.sent(SHALLOW, OptimizerKind.LAZY_ADAM, state);
    OptimizerState restarted =
        Moments.ROW_WISE.received(SHALLOW, OptimizerKind.LAZY_ADAM, rowWise, 40);
    assertArrayEquals(state.rowSteps(0), restarted.rowSteps(0), 0f);
    assertArrayEquals(new float[ITEMS], restarted.firstRowSteps(0), "its first array is zero");
  }

  private static void assertRowWise(List<BlockShape> shapes, int[][] rows) {
    OptimizerState state = state(shapes, OptimizerKind.ADAM);
    float[] second = second(shapes, state);
    List<Float> means = new ArrayList<>();
    float[] spread = new float[second.length];
    int at = 0;
    for (int[] matrix : rows) {
      for (int row = 0; row < matrix[0]; row++) {
        double sum = 0;
        for (int k = at; k < at + matrix[1]; k++) {
          sum += second[k];
        }
        means.add((float) (sum / matrix[1]));
        Arrays.fill(spread, at, at + matrix[1], (float) (sum / matrix[1]));
        at += matrix[1];
      }
    }
    assertEquals(spread.length, at, "the rows cover all parameters");
    Map<String, float[]> sent = Moments.ROW_WISE.sent(shapes, OptimizerKind.ADAM, state);
    assertEquals(rows.length, sent.size());
    List<float[]> inOrder = List.copyOf(sent.values());
    float[] flat = FlatParameters.joined(sent.size(), inOrder::get);
    assertEquals(means.size(), flat.length);
    for (int row = 0; row < means.size(); row++) {
      assertEquals(means.get(row), flat[row], "row " + row);
    }
    OptimizerState next = Moments.ROW_WISE.received(shapes, OptimizerKind.ADAM, sent, 40);
    assertArrayEquals(spread, second(shapes, next), 0f);
    assertArrayEquals(new float[spread.length], first(shapes, next));
    assertEquals(0, next.firstSteps(), "its first moment is zero again");
    assertEquals(40, next.steps(), "its second one is not");
    assertArrayEquals(second, second(shapes, state), "it is not changed");
  }

  @Test
  void rowWiseSendsTheMeanOfEachRow() {
    assertRowWise(DEEP, DEEP_ROWS);
    assertRowWise(SHALLOW, SHALLOW_ROWS);
  }

  /** Used to lay out a state before anything has been sent. */
  @ParameterizedTest
  @EnumSource(Moments.class)
  void arraysMatchWhatIsSent(Moments moments) {
    for (List<BlockShape> shapes : List.of(DEEP, SHALLOW, WITH_PRIOR)) {
      for (OptimizerKind kind : OptimizerKind.values()) {
        List<Moments.Sent> sent = new ArrayList<>();
        moments
            .sent(shapes, kind, state(shapes, kind))
            .forEach((name, array) -> sent.add(new Moments.Sent(name, array.length)));
        assertEquals(sent, moments.arrays(shapes, kind));
      }
    }
  }

  @Test
  void arraysAreNamedByTheirBlocks() {
    List<BlockShape> item = List.of(SHALLOW.get(0), SHALLOW.get(1));
    assertEquals(
        List.of(
            new Moments.Sent("encoder.weights/first", 15),
            new Moments.Sent("encoder.weights/second", 15),
            new Moments.Sent("encoder.weights/row-steps", 5),
            new Moments.Sent("encoder.bias/first", 3),
            new Moments.Sent("encoder.bias/second", 3)),
        Moments.AVERAGE.arrays(item, OptimizerKind.LAZY_ADAM));
    assertEquals(
        List.of(
            new Moments.Sent("encoder.weights/second-row-means", 5),
            new Moments.Sent("encoder.bias/second-row-means", 1)),
        Moments.ROW_WISE.arrays(item, OptimizerKind.ADAM));
  }

  /** A copy of the encoder is not sent. */
  @Test
  void blocksWithoutGradientHaveNoState() {
    OptimizerState state = OptimizerState.zero(OptimizerKind.LAZY_ADAM, WITH_PRIOR);
    List<Moments.Sent> arrays = Moments.AVERAGE.arrays(WITH_PRIOR, OptimizerKind.LAZY_ADAM);
    for (int block = 0; block < WITH_PRIOR.size(); block++) {
      String name = WITH_PRIOR.get(block).name();
      boolean isCopy = name.startsWith("prior.");
      assertEquals(isCopy, state.first(block).length == 0, name);
      assertEquals(
          isCopy, arrays.stream().noneMatch(array -> array.name().startsWith(name + "/")), name);
    }
  }

  /** Up to 16 million numbers are averaged. */
  @Test
  void largeNetworksAreRowWise() {
    BlockShape million = BlockShape.weights("weights", RowsOf.ITEMS, 1 << 20, 16);
    BlockShape bias = BlockShape.biases("bias", 1);
    for (OptimizerKind kind : OptimizerKind.values()) {
      assertEquals(
          Moments.AVERAGE.arrays(List.of(million), kind),
          Moments.AUTO.arrays(List.of(million), kind));
      assertEquals(
          Moments.ROW_WISE.arrays(List.of(million, bias), kind),
          Moments.AUTO.arrays(List.of(million, bias), kind));
    }
  }

  /** Arrays that an optimizer does not use are not sent and not created. */
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
      OptimizerKind kind, Moments moments, int perBlock, int first, int second) {
    OptimizerState state = state(DEEP, kind);
    Map<String, float[]> arrays = moments.sent(DEEP, kind, state);
    assertEquals(perBlock * DEEP.size(), arrays.size());
    OptimizerState next = moments.received(DEEP, kind, arrays, 40);
    int parameters = size(DEEP);
    assertEquals(first * parameters, first(DEEP, next).length);
    assertEquals(second * parameters, second(DEEP, next).length);
    if (moments == Moments.AVERAGE) {
      assertArrayEquals(first(DEEP, state), first(DEEP, next));
      assertArrayEquals(second(DEEP, state), second(DEEP, next));
      assertEquals(40, next.firstSteps());
    } else {
      assertArrayEquals(new float[first * parameters], first(DEEP, next));
      assertEquals(0, next.firstSteps());
    }
  }

  /**
   * Each parameter is in exactly one row: row numbers, spread over the parameters, rise without
   * gaps.
   */
  @Test
  void rowsCoverEveryParameterOnce() {
    Map<String, float[]> numbers = new LinkedHashMap<>();
    int rows = 0;
    for (BlockShape shape : DEEP) {
      float[] ofBlock = new float[shape.rows()];
      for (int row = 0; row < ofBlock.length; row++) {
        ofBlock[row] = ++rows;
      }
      numbers.put(shape.name() + "/second-row-means", ofBlock);
    }
    OptimizerState state = Moments.ROW_WISE.received(DEEP, OptimizerKind.ADAM, numbers, 1);
    float[] spread = second(DEEP, state);
    assertEquals(1, spread[0]);
    assertEquals(rows, spread[spread.length - 1]);
    for (int k = 1; k < spread.length; k++) {
      float step = spread[k] - spread[k - 1];
      assertEquals(true, step == 0 || step == 1, "parameter " + k);
    }
    Map<String, float[]> means = Moments.ROW_WISE.sent(DEEP, OptimizerKind.ADAM, state);
    assertEquals(numbers.keySet(), means.keySet());
    numbers.forEach((name, ofRows) -> assertArrayEquals(ofRows, means.get(name), 0f, name));
  }
}
