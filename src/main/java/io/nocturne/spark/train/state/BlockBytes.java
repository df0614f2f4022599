package io.nocturne.spark.train.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Floats as bytes, little-endian: bytes are what Spark moves fastest. */
public final class BlockBytes {
  private BlockBytes() {}

  /** Returns the bytes of an array. */
  public static byte[] of(float[] floats) {
    byte[] bytes = new byte[floats.length * Float.BYTES];
    view(bytes, 0, bytes.length).put(floats);
    return bytes;
  }

  /** Returns a block of the given slices of arrays. */
  public static byte[] of(List<float[]> arrays, List<BlockLayout.Slice> slices) {
    int floats = slices.stream().mapToInt(BlockLayout.Slice::length).sum();
    byte[] bytes = new byte[floats * Float.BYTES];
    FloatBuffer view = view(bytes, 0, bytes.length);
    for (BlockLayout.Slice slice : slices) {
      view.put(arrays.get(slice.array()), slice.from(), slice.length());
    }
    return bytes;
  }

  /** Copies a block into the given slices of arrays. */
  static void copy(byte[] block, List<BlockLayout.Slice> slices, List<float[]> arrays) {
    FloatBuffer view = view(block, 0, block.length);
    for (BlockLayout.Slice slice : slices) {
      view.get(arrays.get(slice.array()), slice.from(), slice.length());
    }
  }

  /** Returns the floats of a block. */
  public static float[] floats(byte[] bytes) {
    float[] floats = new float[bytes.length / Float.BYTES];
    view(bytes, 0, bytes.length).get(floats);
    return floats;
  }

  /** Returns a view of some of the bytes as floats. */
  static FloatBuffer view(byte[] bytes, int from, int length) {
    return ByteBuffer.wrap(bytes, from, length).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
