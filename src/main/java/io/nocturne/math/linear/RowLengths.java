package io.nocturne.math.linear;

import java.io.Serializable;

/**
 * How long the rows of users are, by octaves of their length: what products of all pairs of items
 * cost, the sum of the squares of the lengths, and how much of that is due to a few long rows. All
 * are whole numbers, so the order of sums does not matter. (Not a record, because Spark's Kryo
 * cannot serialize records.)
 */
public final class RowLengths implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] rows = new long[Integer.SIZE];
  private final long[] entries = new long[Integer.SIZE];
  private final double[] squares = new double[Integer.SIZE];

  /** Adds a row. */
  public RowLengths add(int length) {
    int octave = Integer.SIZE - Integer.numberOfLeadingZeros(length);
    rows[octave]++;
    entries[octave] += length;
    squares[octave] += (double) length * length; // exact up to 2^53
    return this;
  }

  /** Adds the rows of others. */
  public RowLengths add(RowLengths other) {
    for (int octave = 0; octave < rows.length; octave++) {
      rows[octave] += other.rows[octave];
      entries[octave] += other.entries[octave];
      squares[octave] += other.squares[octave];
    }
    return this;
  }

  /** The number of entries of all rows. */
  public long entries() {
    long sum = 0;
    for (long each : entries) {
      sum += each;
    }
    return sum;
  }

  /** The sum of the squares of the lengths of all rows. */
  public double squares() {
    return squaresFrom(0);
  }

  /** The share of {@link #squares} of rows of that length or more, a power of two. */
  public double shareFrom(int length) {
    return squaresFrom(octave(length)) / Math.max(1, squares());
  }

  /** The number of rows of that length or more, a power of two. */
  public long rowsFrom(int length) {
    long sum = 0;
    for (int octave = octave(length); octave < rows.length; octave++) {
      sum += rows[octave];
    }
    return sum;
  }

  /**
   * The least length, a power of two, from which on rows are at most one in 1,000 but make up at
   * least half of the squares; 0 if there is none.
   */
  public int heavy() {
    long all = Math.max(1, rowsFrom(1));
    for (int octave = 1; octave < rows.length; octave++) {
      int length = 1 << (octave - 1);
      long from = rowsFrom(length);
      if (from > 0 && from * 1000 <= all) {
        return shareFrom(length) >= 0.5 ? length : 0;
      }
    }
    return 0;
  }

  private double squaresFrom(int octave) {
    double sum = 0;
    for (int k = octave; k < squares.length; k++) {
      sum += squares[k];
    }
    return sum;
  }

  private static int octave(int length) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(length);
  }
}
