package io.nocturne.spark.train;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * What of a block has changed. Where few items occur in a shard, or only drawn candidates are
 * updated, most of a model's rows are as they were: they do not travel. A patch is a bit for each
 * segment of {@value #SEGMENT} floats, and then the segments whose bit is set, as they are now.
 */
final class BlockPatch {
  private static final int SEGMENT = 64;

  private BlockPatch() {}

  /**
   * The patch from a block to what {@code now[from ..]} has in its place; floats are the same if
   * their bits are.
   */
  static byte[] between(byte[] before, float[] now, int from) {
    int floats = before.length / Float.BYTES;
    FloatBuffer old = BlockBytes.view(before, 0, before.length);
    byte[] mask = new byte[maskBytes(floats)];
    int changed = 0;
    for (int at = 0; at < floats; at += SEGMENT) {
      int length = Math.min(SEGMENT, floats - at);
      if (differs(old, at, now, from + at, length)) {
        mask[at / SEGMENT / Byte.SIZE] |= (byte) (1 << at / SEGMENT % Byte.SIZE);
        changed += length;
      }
    }
    byte[] patch = Arrays.copyOf(mask, mask.length + changed * Float.BYTES);
    FloatBuffer segments = BlockBytes.view(patch, mask.length, changed * Float.BYTES);
    for (int at = 0; at < floats; at += SEGMENT) {
      if (isChanged(patch, at)) {
        segments.put(now, from + at, Math.min(SEGMENT, floats - at));
      }
    }
    return patch;
  }

  /** The patch of a block of so many floats that has not changed. */
  static byte[] none(int floats) {
    return new byte[maskBytes(floats)];
  }

  /** Writes the changed segments over those of {@code floats}, a block as it was. */
  static void apply(byte[] patch, float[] floats) {
    int mask = maskBytes(floats.length);
    FloatBuffer segments = BlockBytes.view(patch, mask, patch.length - mask);
    for (int at = 0; at < floats.length; at += SEGMENT) {
      if (isChanged(patch, at)) {
        segments.get(floats, at, Math.min(SEGMENT, floats.length - at));
      }
    }
  }

  /** The block that a patch makes of another one, which stays as it is. */
  static byte[] applied(byte[] patch, byte[] before) {
    float[] floats = BlockBytes.floats(before);
    apply(patch, floats);
    return BlockBytes.of(floats, 0, floats.length);
  }

  private static boolean isChanged(byte[] patch, int at) {
    int segment = at / SEGMENT;
    return (patch[segment / Byte.SIZE] >> segment % Byte.SIZE & 1) != 0;
  }

  private static boolean differs(FloatBuffer old, int at, float[] now, int from, int length) {
    for (int k = 0; k < length; k++) {
      if (Float.floatToRawIntBits(old.get(at + k)) != Float.floatToRawIntBits(now[from + k])) {
        return true;
      }
    }
    return false;
  }

  private static int maskBytes(int floats) {
    int segments = (floats + SEGMENT - 1) / SEGMENT;
    return (segments + Byte.SIZE - 1) / Byte.SIZE;
  }
}
