package io.nocturne.spark.train.state;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The changed segments of a block. Where few items occur in a shard, or only sampled candidates are
 * updated, most rows of a model are unchanged and are not sent. A patch is a bit for each segment
 * of {@value #SEGMENT} floats, and then the segments whose bit is set, as they are now.
 */
public final class BlockPatch {
  private static final int SEGMENT = 64;
  private static final int SEGMENT_BYTES = SEGMENT * Float.BYTES;

  private BlockPatch() {}

  /**
   * Returns the patch from one content of a block to another; floats are compared by their bits.
   */
  public static byte[] between(byte[] before, byte[] after) {
    int floats = before.length / Float.BYTES;
    byte[] mask = new byte[maskBytes(floats)];
    int changed = 0;
    for (int at = 0; at < after.length; at += SEGMENT_BYTES) {
      int end = Math.min(after.length, at + SEGMENT_BYTES);
      if (!Arrays.equals(before, at, end, after, at, end)) {
        int segment = at / SEGMENT_BYTES;
        mask[segment / Byte.SIZE] |= (byte) (1 << segment % Byte.SIZE);
        changed += end - at;
      }
    }
    byte[] patch = Arrays.copyOf(mask, mask.length + changed);
    if (changed == after.length) {
      System.arraycopy(after, 0, patch, mask.length, changed);
      return patch;
    }
    int to = mask.length;
    for (int at = 0; at < after.length; at += SEGMENT_BYTES) {
      if (isChanged(patch, at / Float.BYTES)) {
        int length = Math.min(SEGMENT_BYTES, after.length - at);
        System.arraycopy(after, at, patch, to, length);
        to += length;
      }
    }
    return patch;
  }

  /** Returns the patch of an unchanged block. */
  public static byte[] none(int floats) {
    return new byte[maskBytes(floats)];
  }

  /** Writes the changed segments over those of {@code floats}, the previous block. */
  static void apply(byte[] patch, float[] floats) {
    int mask = maskBytes(floats.length);
    FloatBuffer segments = BlockBytes.view(patch, mask, patch.length - mask);
    if (segments.remaining() == floats.length) { // all of them
      segments.get(floats);
      return;
    }
    for (int at = 0; at < floats.length; at += SEGMENT) {
      if (isChanged(patch, at)) {
        segments.get(floats, at, Math.min(SEGMENT, floats.length - at));
      }
    }
  }

  /** Returns the result of applying a patch to a block, which is not modified. */
  public static byte[] applied(byte[] patch, byte[] before) {
    int mask = maskBytes(before.length / Float.BYTES);
    if (patch.length - mask == before.length) { // all of it
      return Arrays.copyOfRange(patch, mask, patch.length);
    }
    float[] floats = BlockBytes.floats(before);
    apply(patch, floats);
    return BlockBytes.of(floats);
  }

  private static boolean isChanged(byte[] patch, int at) {
    int segment = at / SEGMENT;
    return (patch[segment / Byte.SIZE] >> segment % Byte.SIZE & 1) != 0;
  }

  private static int maskBytes(int floats) {
    int segments = (floats + SEGMENT - 1) / SEGMENT;
    return (segments + Byte.SIZE - 1) / Byte.SIZE;
  }
}
