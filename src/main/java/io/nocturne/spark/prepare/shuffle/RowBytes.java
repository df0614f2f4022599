package io.nocturne.spark.prepare.shuffle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes rows one after another into an array of bytes. {@link LoggedRow} reads them. */
final class RowBytes {
  /** The bits of a good row's first byte; below them is its part. */
  static final int UNKNOWN_ITEM = 1 << 4;

  static final int ORDERED = 1 << 5;
  static final int RATED = 1 << 6;
  static final int PARTS = UNKNOWN_ITEM - 1;

  private static final int FIRST_SIZE = 1 << 10;

  private byte[] bytes = new byte[FIRST_SIZE];
  private int size;

  /** The number of bytes. */
  int size() {
    return size;
  }

  /** Returns the bytes of the rows, and starts anew. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    size = 0;
    return taken;
  }

  /** Writes a byte. */
  void write(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  /** Writes an integer, in few bytes if it is near zero. */
  void writeInteger(long value) {
    reserve(10);
    long left = value << 1 ^ value >> 63;
    for (; (left & ~0x7fL) != 0; left >>>= 7) {
      bytes[size++] = (byte) (left | 0x80);
    }
    bytes[size++] = (byte) left;
  }

  /** Writes a number as it is. */
  void writeDouble(double value) {
    reserve(8);
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (bits >>> shift);
    }
  }

  /** Writes a text, or null. */
  void writeText(String text) {
    if (text == null) {
      writeInteger(-1);
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeInteger(utf8.length);
    reserve(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  /** Writes an id, a long or a string. */
  void writeId(Object id) {
    if (id instanceof Long number) {
      writeInteger(number);
    } else {
      writeText((String) id);
    }
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
