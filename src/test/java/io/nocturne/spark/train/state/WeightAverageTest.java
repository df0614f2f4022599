package io.nocturne.spark.train.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.nocturne.math.SplitMix64;
import io.nocturne.nn.FlatParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Means of parameters in two blocks, over rounds of two epochs. */
class WeightAverageTest {
  private static final int ROUNDS = 12;

  private static List<byte[]> blocks(float... numbers) {
    return TestLayouts.blocks(TestLayouts.of(2, numbers.length), numbers);
  }

  private static float[] floats(List<byte[]> blocks) {
    int length = blocks.stream().mapToInt(block -> block.length / Float.BYTES).sum();
    return FlatParameters.of(TestLayouts.models(length).open(TestLayouts.of(2, length), blocks));
  }

  private static float[] parameters(int round) {
    SplitMix64 random = new SplitMix64(round);
    return new float[] {random.nextFloat(), -random.nextFloat(), 1000 * random.nextFloat()};
  }

  @Test
  void averagesTheRoundsFromTheFirstEpoch() {
    WeightAverage average = new WeightAverage(6);
    double[] sum = new double[3];
    for (int round = 1; round <= ROUNDS; round++) {
      float[] theta = parameters(round);
      float[] model = floats(average.take(2 * round, blocks(theta)));
      if (round < 3) {
        assertArrayEquals(theta, model, 0f, "as it is");
        assertEquals(List.of(), average.blocks());
        continue;
      }
      for (int k = 0; k < theta.length; k++) {
        sum[k] += theta[k];
        double mean = sum[k] / (round - 2);
        assertEquals(mean, model[k], 1e-6 * Math.abs(mean), "round " + round);
      }
      assertEquals(round - 2, average.rounds());
    }
    assertEquals(ROUNDS - 2, average.rounds());
  }

  @Test
  void firstMeanIsExactAndModelsDoNotChange() {
    WeightAverage average = new WeightAverage(1);
    List<byte[]> first = average.take(1, blocks(3, -0f, 7));
    assertArrayEquals(new float[] {3, -0f, 7}, floats(first), 0f);
    List<byte[]> second = average.take(2, blocks(5, 2, 8));
    assertArrayEquals(new float[] {4, 1, 7.5f}, floats(second), 0f);
    assertArrayEquals(new float[] {3, -0f, 7}, floats(first), 0f, "it may be the best model");
  }

  @Test
  void resumesFromTheStoredMean() {
    WeightAverage through = new WeightAverage(3);
    WeightAverage stopped = new WeightAverage(3);
    for (int round = 1; round <= ROUNDS; round++) {
      List<byte[]> expected = through.take(2 * round, blocks(parameters(round)));
      WeightAverage next = new WeightAverage(3);
      next.restore(stopped.rounds(), stopped.blocks());
      stopped = next;
      List<byte[]> actual = stopped.take(2 * round, blocks(parameters(round)));
      assertArrayEquals(floats(expected), floats(actual), 0f, "round " + round);
    }
  }

  @Test
  void noMeanWithoutAnEpoch() {
    WeightAverage never = new WeightAverage(0);
    List<byte[]> parameters = blocks(1, 2, 3);
    assertSame(parameters, never.take(100, parameters));
    assertEquals(0, never.rounds());
    assertEquals(List.of(), never.blocks());
  }
}
