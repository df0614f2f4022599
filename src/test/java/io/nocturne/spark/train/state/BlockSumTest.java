package io.nocturne.spark.train.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.SplitMix64;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BlockSumTest {
  private static byte[] bytes(float... floats) {
    return BlockBytes.of(floats);
  }

  private static BlockPart part(float[] before, long examples, float... now) {
    return new BlockPart(examples, BlockPatch.between(bytes(before), bytes(now)));
  }

  private static BlockMean mean(float[] before, long[] examples, float[]... workers) {
    long all = LongStream.of(examples).sum();
    BlockSum sum = new BlockSum(3, bytes(before), workers.length, all);
    for (int w = 0; w < workers.length; w++) {
      sum.add(part(before, examples[w], workers[w]));
    }
    return sum.mean();
  }

  private static float[] after(float[] before, BlockMean mean) {
    return BlockBytes.floats(BlockPatch.applied(mean.takePatch(), bytes(before)));
  }

  @Test
  void meanOfOneWorkerIsItsResult() {
    float[] before = {1, 1, 1, 1, 1, 1};
    float[] now = {-0f, 0f, Float.MIN_VALUE, Float.MAX_VALUE, .1f, -1 / 3f};
    float[] mean = after(before, mean(before, new long[] {7}, now));
    for (int k = 0; k < now.length; k++) {
      assertEquals(Float.floatToRawIntBits(now[k]), Float.floatToRawIntBits(mean[k]), "" + k);
    }
  }

  /** For any weights, as rounded weights may not add up to 1. */
  @Test
  void unchangedFloatsKeepTheirBits() {
    float[] before = {.1f, -0f, 1e-30f, 3e38f, Float.MIN_VALUE};
    long[] examples = {1, 1, 1, 7, 3, 0, 11};
    float[][] workers = new float[examples.length][];
    Arrays.fill(workers, before);
    BlockMean mean = mean(before, examples, workers);
    assertArrayEquals(BlockPatch.none(before.length), mean.takePatch());
    assertEquals(0, mean.square());
    assertArrayEquals(new double[7], mean.squares());
  }

  @Test
  void workersAreWeightedByExamples() {
    float[] before = {0, 4};
    BlockMean mean =
        mean(before, new long[] {1, 3, 0}, new float[] {8, 4}, before, new float[] {9, 9});
    assertArrayEquals(new float[] {2, 4}, after(before, mean));
    assertEquals(3, mean.block());
    assertEquals(4, mean.square());
    assertArrayEquals(new double[] {64, 0, 106}, mean.squares());
    assertEquals(9 + 1 + 9, mean.received(), "a mask each, and the block twice");
  }

  /** As with empty shards. */
  @Test
  void weightsAreEqualWithoutExamples() {
    float[] before = {1};
    assertArrayEquals(
        new float[] {3},
        after(before, mean(before, new long[2], new float[] {2}, new float[] {4})));
  }

  @Test
  void sumIsInDoublePrecision() {
    float[] before = {0};
    float[][] workers = {{1e8f}, {1}, {-1e8f}, {1}};
    assertArrayEquals(
        new float[] {.5f}, after(before, mean(before, new long[] {1, 1, 1, 1}, workers)));
  }

  /** Sums of doubles depend on their order. */
  @Test
  void addsWorkersInOrder() {
    SplitMix64 random = new SplitMix64(5);
    long[] examples = {3, 8, 2};
    float[] before = new float[1000];
    float[][] workers = new float[3][before.length];
    float[] expected = new float[before.length];
    for (int k = 0; k < before.length; k++) {
      double sum = 0;
      for (int w = 0; w < 3; w++) {
        workers[w][k] = random.nextFloat() - .5f;
        sum += examples[w] / 13.0 * workers[w][k];
      }
      expected[k] = (float) sum;
    }
    assertArrayEquals(expected, after(before, mean(before, examples, workers)), 0f);
    float[] cancels = {0};
    float[][] large = {{1e30f}, {-1e30f}, {1}};
    float[][] other = {{1}, {1e30f}, {-1e30f}};
    long[] same = {1, 1, 1};
    assertFalse(
        Arrays.equals(
            after(cancels, mean(cancels, same, large)),
            after(cancels, mean(cancels, same, other))));
  }

  @Test
  void detectsAMissingWorker() {
    BlockSum sum = new BlockSum(3, bytes(1), 2, 5);
    sum.add(part(new float[] {1}, 5, 2));
    assertEquals(
        "Block 3 was received from 1 of 2 workers",
        assertThrows(IllegalStateException.class, sum::mean).getMessage());
  }
}
