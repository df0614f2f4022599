package io.nocturne.spark.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Floats as bytes, little-endian: bytes are what Spark moves fastest. */
final class BlockBytes {
  private BlockBytes() {}

  /** Some floats of an array. */
  static byte[] of(float[] floats, int from, int length) {
    byte[] bytes = new byte[length * Float.BYTES];
    view(bytes, 0, bytes.length).put(floats, from, length);
    return bytes;
  }

  /** All floats of a block, to {@code to[at ..]}. */
  static void copy(byte[] bytes, float[] to, int at) {
    view(bytes, 0, bytes.length).get(to, at, bytes.length / Float.BYTES);
  }

  /** The floats of a block. */
  static float[] floats(byte[] bytes) {
    float[] floats = new float[bytes.length / Float.BYTES];
    copy(bytes, floats, 0);
    return floats;
  }

  /** Some of the bytes as floats. */
  static FloatBuffer view(byte[] bytes, int from, int length) {
    return ByteBuffer.wrap(bytes, from, length).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
