package io.nocturne.spark.train.rows;

import java.nio.ByteBuffer;

/**
 * The sums of a strip of a Gram matrix as bytes, without the zeroes if most sums are 0. Spark would
 * serialize an array of doubles number by number; and of a large catalogue, few pairs of items
 * occur.
 */
final class StripBytes {
  private static final byte DENSE = 0;
  private static final byte SPARSE = 1;

  /** The bytes of a sum that is not 0, with its place. */
  private static final int ENTRY = Integer.BYTES + Double.BYTES;

  private StripBytes() {}

  /** The most bytes that so many sums take. */
  static long most(long sums) {
    return 1 + sums * Double.BYTES;
  }

  /** Writes sums. */
  static byte[] of(double[] sums) {
    int entries = 0;
    for (double sum : sums) {
      entries += sum == 0 ? 0 : 1;
    }
    boolean isSparse = (long) entries * ENTRY < (long) sums.length * Double.BYTES;
    long bytes = isSparse ? 1 + (long) entries * ENTRY : most(sums.length);
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(bytes));
    buffer.put(isSparse ? SPARSE : DENSE);
    if (isSparse) {
      for (int k = 0; k < sums.length; k++) {
        if (sums[k] != 0) {
          buffer.putInt(k).putDouble(sums[k]);
        }
      }
    } else {
      buffer.asDoubleBuffer().put(sums);
    }
    return buffer.array();
  }

  /** Reads so many sums. */
  static double[] read(byte[] bytes, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    double[] sums = new double[length];
    if (buffer.get() == DENSE) {
      buffer.asDoubleBuffer().get(sums);
    } else {
      while (buffer.hasRemaining()) {
        sums[buffer.getInt()] = buffer.getDouble();
      }
    }
    return sums;
  }
}
