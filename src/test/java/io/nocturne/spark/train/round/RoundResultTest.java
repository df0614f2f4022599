package io.nocturne.spark.train.round;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.spark.train.state.BlockLayout;
import io.nocturne.spark.train.state.BlockPart;
import io.nocturne.spark.train.state.BlockPatch;
import io.nocturne.spark.train.state.BlockSum;
import io.nocturne.spark.train.state.StateBlocks;
import io.nocturne.spark.train.state.TestLayouts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rounds of workers with given changes, in blocks of two floats. */
class RoundResultTest {
  private static RoundReport report(int worker, long examples, long steps, String failure) {
    OptimizerState optimizer = OptimizerState.zero(OptimizerKind.ADAM, List.of());
    TrainingState state = new TrainingState(List.of(), optimizer.after(steps, steps), 4, 0);
    return new RoundReport(worker, "0", examples, state, worker + 1, 0, 0, failure);
  }

  private static BlockLayout layout(int floats) {
    return TestLayouts.of(2, floats);
  }

  private static StateBlocks zero(int floats) {
    List<byte[]> blocks = new ArrayList<>();
    for (int block = 0; block < layout(floats).blocks(); block++) {
      blocks.add(new byte[Float.BYTES * layout(floats).length(block)]);
    }
    return new StateBlocks(layout(floats), new StateBlocks.Progress(1, 3, 100), blocks);
  }

  /** The result of reducers, in any order. */
  private static RoundResult result(long[] examples, float[]... changes) {
    List<Object> sent = new ArrayList<>();
    long all = 0;
    for (int w = 0; w < changes.length; w++) {
      sent.add(report(w, examples[w], 10 + w, null));
      all += examples[w];
    }
    StateBlocks before = zero(changes[0].length);
    for (int block = 0; block < before.blocks().size(); block++) {
      byte[] old = before.blocks().get(block);
      BlockSum sum = new BlockSum(block, old, changes.length, all);
      for (int w = 0; w < changes.length; w++) {
        byte[] now = TestLayouts.blocks(before.layout(), changes[w]).get(block);
        sum.add(new BlockPart(examples[w], BlockPatch.between(old, now)));
      }
      sent.add(sum.mean());
    }
    Collections.reverse(sent);
    return RoundResult.of(sent);
  }

  private static float[] d(float... change) {
    return change;
  }

  @Test
  void agreementOfEqualChangesIsOne() {
    long[] same = {5, 5};
    assertEquals(1, result(same, d(1, 2, 3), d(1, 2, 3)).agreement(), 1e-6);
    assertEquals(1, result(same, d(1, 2, 3), d(2, 4, 6)).agreement(), 1e-6, "of different lengths");
    assertEquals(0, result(same, d(1, 0, 2), d(0, 3, 0)).agreement(), 1e-6);
    assertEquals(-1, result(same, d(1, 2, 3), d(-1, -2, -3)).agreement(), 1e-6);
    assertEquals(.6, result(same, d(1, 0, 0), d(3, 4, 0)).agreement(), 1e-6);
  }

  @Test
  void agreementOfOneWorkerIsOne() {
    assertEquals(1, result(new long[] {5}, d(1, 2, 3)).agreement());
    assertEquals(
        1, result(new long[] {5, 5}, d(0, 0), d(0, 0)).agreement(), "no worker has changes");
    assertEquals(
        1, result(new long[] {5, 0}, d(1, 2), d(0, 0)).agreement(), "only one worker has changes");
  }

  /** The mean of the cosines of all pairs, weighted by lengths and examples. */
  @Test
  void agreementOfThree() {
    long[] examples = {1, 2, 4};
    float[][] changes = {d(1, 2, 2), d(-2, 1, 0), d(3, 3, 1)};
    double products = 0;
    double lengths = 0;
    for (int v = 0; v < 3; v++) {
      for (int w = 0; w < 3; w++) {
        if (v != w) {
          products += examples[v] * examples[w] * dot(changes[v], changes[w]);
          lengths +=
              examples[v]
                  * examples[w]
                  * Math.sqrt(dot(changes[v], changes[v]) * dot(changes[w], changes[w]));
        }
      }
    }
    assertEquals(products / lengths, result(examples, changes).agreement(), 1e-6);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  @Test
  void nextStateIsInOrderOfBlocks() {
    RoundResult result = result(new long[] {30, 10}, d(1, 2, 3, 4, 5), d(5, 6, 7, 8, 9));
    assertEquals(List.of(0, 1), result.reports().stream().map(RoundReport::worker).toList());
    StateBlocks after = result.after(zero(5));
    assertArrayEquals(
        new float[] {2, 3, 4, 5, 6},
        FlatParameters.of(TestLayouts.models(5).open(after.layout(), after.model())));
    assertEquals(
        new StateBlocks.Progress(11, 4, 140), after.progress(), "steps of the longest worker");
    assertEquals((30 * 1 + 10 * 2) / 40.0, result.loss());
    assertEquals(40, result.examples());
    assertEquals(2 * (9 + 9 + 5), result.bytesUp());
    assertEquals(Optional.empty(), result.failure());
  }

  @Test
  void detectsAMissingBlock() {
    RoundResult result = result(new long[] {1}, d(1, 2, 3));
    assertEquals(
        "Received 2 of 3 blocks",
        assertThrows(IllegalStateException.class, () -> result.after(zero(5))).getMessage());
  }

  @Test
  void failureIsThatOfTheFirstWorker() {
    RoundResult result =
        RoundResult.of(
            List.of(report(2, 0, 1, "later"), report(1, 0, 1, "sooner"), report(0, 9, 1, null)));
    assertEquals(Optional.of("sooner"), result.failure());
  }
}
