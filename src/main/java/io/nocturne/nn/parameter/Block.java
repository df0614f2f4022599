package io.nocturne.nn.parameter;

/**
 * A block of a model at rest: its shape, and its numbers in parts that are small enough for a
 * broadcast or a row of a table each.
 */
public sealed interface Block {
  /** The most numbers of a part: 16 MB. */
  int PART = 4 << 20;

  /** Its name and size. */
  BlockShape shape();

  /** The number of parts. */
  int parts();

  /**
   * A block of floats.
   *
   * @param arrays its numbers, part after part; the cuts do not matter. Not copied, not to be
   *     written to
   */
  record Floats(BlockShape shape, float[][] arrays) implements Block {
    /** Checks that the number of floats is that of the shape. */
    public Floats {
      long size = 0;
      for (float[] array : arrays) {
        size += array.length;
      }
      require(shape, size, shape.kind() != BlockKind.INTEGERS);
    }

    @Override
    public int parts() {
      return arrays.length;
    }

    /** All floats in one array: its only part, or a new array. */
    public float[] flat() {
      if (arrays.length == 1) {
        return arrays[0];
      }
      float[] flat = new float[shape.length()];
      int at = 0;
      for (float[] array : arrays) {
        System.arraycopy(array, 0, flat, at, array.length);
        at += array.length;
      }
      return flat;
    }
  }

  /**
   * A block of integers.
   *
   * @param arrays its numbers, part after part; not copied, not to be written to
   */
  record Integers(BlockShape shape, int[][] arrays) implements Block {
    /** Checks that the number of integers is that of the shape. */
    public Integers {
      long size = 0;
      for (int[] array : arrays) {
        size += array.length;
      }
      require(shape, size, shape.kind() == BlockKind.INTEGERS);
    }

    @Override
    public int parts() {
      return arrays.length;
    }

    /** All integers in one array: its only part, or a new array. */
    public int[] flat() {
      if (arrays.length == 1) {
        return arrays[0];
      }
      int[] flat = new int[shape.length()];
      int at = 0;
      for (int[] array : arrays) {
        System.arraycopy(array, 0, flat, at, array.length);
        at += array.length;
      }
      return flat;
    }
  }

  private static void require(BlockShape shape, long size, boolean isKind) {
    if (size != shape.size() || !isKind) {
      throw new IllegalArgumentException(
          "Invalid numbers of block %s: %,d (expected %,d %s)"
              .formatted(
                  shape,
                  size,
                  shape.size(),
                  shape.kind() == BlockKind.INTEGERS ? "integers" : "floats"));
    }
  }
}
