package io.nocturne.spark.train.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.SplitMix64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockPatchTest {
  private static float[] random(long seed, int length) {
    SplitMix64 random = new SplitMix64(seed);
    float[] floats = new float[length];
    for (int k = 0; k < length; k++) {
      floats[k] = random.nextFloat() - .5f;
    }
    return floats;
  }

  private static byte[] bytes(float... floats) {
    return BlockBytes.of(floats);
  }

  private static int[] bits(float... floats) {
    int[] bits = new int[floats.length];
    for (int k = 0; k < bits.length; k++) {
      bits[k] = Float.floatToRawIntBits(floats[k]);
    }
    return bits;
  }

  /** Lengths around segments of 64 floats and bytes of 8 segments. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 128, 511, 512, 513, 700, 5000})
  void restoresChangedFloats(int length) {
    float[] before = random(1, length);
    float[] all = random(2, length);
    byte[] whole = BlockPatch.between(bytes(before), bytes(all));
    assertArrayEquals(bytes(all), BlockPatch.applied(whole, bytes(before)));
    int segments = (length + 63) / 64;
    int mask = (segments + 7) / 8;
    assertEquals(mask + 4 * length, whole.length);
    for (int at : new int[] {0, length / 2, length - 1}) {
      float[] one = before.clone();
      one[at] = 7;
      byte[] patch = BlockPatch.between(bytes(before), bytes(one));
      assertArrayEquals(bytes(one), BlockPatch.applied(patch, bytes(before)));
      int segment = Math.min(64, length - at / 64 * 64);
      assertEquals(mask + 4 * segment, patch.length, "only its segment travels");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 65, 700})
  void sendsNothingWithoutChanges(int length) {
    float[] before = random(1, length);
    byte[] patch = BlockPatch.between(bytes(before), bytes(before.clone()));
    assertArrayEquals(BlockPatch.none(length), patch);
    assertEquals(((length + 63) / 64 + 7) / 8, patch.length);
    assertArrayEquals(bytes(before), BlockPatch.applied(patch, bytes(before)));
  }

  /** Floats are compared by their bits: 0 and -0 differ, and NaN equals itself. */
  @Test
  void comparesBits() {
    float quiet = Float.intBitsToFloat(0x7fc00000);
    float payload = Float.intBitsToFloat(0x7fc12345);
    float[] before = {0f, -0f, quiet, payload, Float.MIN_VALUE, 1};
    float[] now = {-0f, 0f, payload, quiet, -Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
    for (int k = 0; k < before.length; k++) {
      byte[] old = bytes(before[k]);
      assertArrayEquals(BlockPatch.none(1), BlockPatch.between(old, bytes(before[k])));
      byte[] patch = BlockPatch.between(old, bytes(now[k]));
      assertEquals(5, patch.length, "float " + k);
      float[] applied = {before[k]};
      BlockPatch.apply(patch, applied);
      assertArrayEquals(bits(now[k]), bits(applied), "float " + k);
    }
    byte[] patch = BlockPatch.between(bytes(before), bytes(now));
    assertArrayEquals(bits(now), bits(BlockBytes.floats(BlockPatch.applied(patch, bytes(before)))));
  }

  @Test
  void doesNotChangeThePreviousBlock() {
    byte[] before = bytes(1, 2, 3);
    byte[] patch = BlockPatch.between(before, bytes(1, 5, 3));
    BlockPatch.applied(patch, before);
    assertArrayEquals(bytes(1, 2, 3), before);
  }

  @Test
  void bytesAreLittleEndian() {
    assertArrayEquals(new byte[] {0, 0, (byte) 0x80, 0x3f}, bytes(1));
    byte[] bytes = bytes(1, 2);
    assertArrayEquals(new float[] {1, 2}, BlockBytes.floats(bytes));
    assertEquals(2, BlockBytes.view(bytes, 4, 4).get(0));
    assertArrayEquals(bits(-0f, Float.intBitsToFloat(0x7fc12345)), bits(roundTrip()));
  }

  /** For a block with the end of one array and the beginning of another. */
  @Test
  void restoresPartsOfArrays() {
    List<BlockLayout.Slice> slices =
        List.of(new BlockLayout.Slice(0, 1, 2, 0), new BlockLayout.Slice(1, 0, 1, 2));
    byte[] block = BlockBytes.of(List.of(new float[] {9, 1, 2}, new float[] {3, 9}), slices);
    assertArrayEquals(new float[] {1, 2, 3}, BlockBytes.floats(block));
    float[] first = {7, 7, 7};
    float[] second = {7, 7};
    BlockBytes.copy(block, slices, List.of(first, second));
    assertArrayEquals(new float[] {7, 1, 2}, first);
    assertArrayEquals(new float[] {3, 7}, second);
  }

  private static float[] roundTrip() {
    return BlockBytes.floats(bytes(-0f, Float.intBitsToFloat(0x7fc12345)));
  }
}
