package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.SparseRows;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares every loss over tiles of all kinds with central differences of the textbook's. */
class LossGradientTest {
  private static Network network(int items, Endings ending) {
    return ending.of(Network.over(items).dense(4, Activation.TANH).code());
  }

  /** With one short tile, one tile per group (the last one short), and two tiles per group. */
  static Stream<Arguments> cases() {
    return Arrays.stream(Endings.values())
        .flatMap(ending -> Stream.of(2, 13, 700, 9000).map(items -> Arguments.of(ending, items)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tiles(Endings ending, int items) {
    double share = items == 2 ? .8 : items < 100 ? .4 : .03;
    SparseRows histories = RandomHistories.withZeros(RandomHistories.of(8, 9, items, share), 4);
    RecordedStep step = new RecordedStep(network(items, ending), histories);
    assertEquals(items < 20 ? 1 : items == 700 ? 15 : 32, step.batch.tiles().count());
    step.recorder.assertOnce(0, step.end());
    step.assertMatchesTextbook(items > 1000 ? 40 : 150);
  }

  /** More rows than the {@link Compute#ROWS} of a block. */
  @ParameterizedTest
  @EnumSource
  void blocksOfRows(Endings ending) {
    SparseRows histories = RandomHistories.of(3, 150, 40, .2);
    RecordedStep step = new RecordedStep(network(40, ending), histories);
    assertTrue(histories.rows() > 2 * Compute.ROWS);
    step.assertMatchesTextbook(150);
  }

  /**
   * Weights from 1 to 5, zero, and negative: an item is a target by its index, not by its weight.
   */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MULTINOMIAL")
  void ratings(Endings ending) {
    SparseRows histories =
        SparseRows.builder(9)
            .add(new int[] {3, 0, 8}, new float[] {5, 1, 3})
            .add(new int[] {1, 5, 2}, new float[] {-2, 0, -4})
            .add(new int[] {7}, new float[] {4})
            .build();
    new RecordedStep(network(9, ending), histories).assertMatchesTextbook(1000);
  }

  /** Only empty histories, without targets. */
  @ParameterizedTest
  @EnumSource
  void emptyHistories(Endings ending) {
    SparseRows histories = SparseRows.builder(20).add(new int[0]).add(new int[0]).build();
    RecordedStep step = new RecordedStep(network(20, ending), histories);
    step.assertMatchesTextbook(1000);
    boolean counts = ending.name().startsWith("SQUARED") || ending == Endings.CROSS_ENTROPY;
    int output = step.start(1);
    double squares = 0;
    for (int k = output; k < step.end(); k++) {
      squares += step.recorder.gradient[k] * step.recorder.gradient[k];
    }
    assertEquals(counts, squares > 0, "whether scores without history are pulled down");
  }
}
