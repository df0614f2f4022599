package io.nocturne.spark.log.id;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers distinct ids from 0 in the order in which they come. It is asked for each row of a log,
 * so integers lie in a table with open addressing: without an object for each of them, most of
 * which would have to come from memory.
 */
public final class IdNumbers implements Serializable {
  private static final long serialVersionUID = 1;

  /** The number of an id that was not added. */
  public static final int UNKNOWN = -1;

  private static final int FIRST_CAPACITY = 1 << 10;

  /** An odd number near 2^64 divided by the golden ratio, which spreads consecutive integers. */
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private final Map<String, Integer> texts = new HashMap<>();
  private long[] integers = new long[FIRST_CAPACITY];

  /** The number of the integer at the same place and 1; 0 for a free place. */
  private int[] numbers = new int[FIRST_CAPACITY];

  /** What leaves the highest bits of a product, as many as the table needs. */
  private int shift = Long.SIZE - Integer.numberOfTrailingZeros(FIRST_CAPACITY);

  private int size;

  /** The number of ids. */
  public int size() {
    return size;
  }

  /** Returns the number of an id, a long or a string; {@link #UNKNOWN} if it was not added. */
  public int of(Object id) {
    if (id instanceof Long integer) {
      return numbers[place(integer)] - 1;
    }
    return texts.getOrDefault(id, UNKNOWN);
  }

  /** Returns the number of an id, a long or a string, which gets the next one if it is new. */
  public int add(Object id) {
    if (id instanceof Long integer) {
      return add((long) integer);
    }
    Integer number = texts.putIfAbsent((String) id, size);
    return number == null ? size++ : number;
  }

  private int add(long integer) {
    int place = place(integer);
    if (numbers[place] == 0) {
      size++;
      integers[place] = integer;
      numbers[place] = size;
      if (2 * (size - texts.size()) > numbers.length) {
        grow();
        return size - 1;
      }
    }
    return numbers[place] - 1;
  }

  /** The place of an integer, or the free one where it would be. */
  private int place(long integer) {
    int mask = numbers.length - 1;
    int place = (int) (integer * SPREAD >>> shift);
    while (numbers[place] != 0 && integers[place] != integer) {
      place = place + 1 & mask;
    }
    return place;
  }

  private void grow() {
    long[] before = integers;
    int[] theirs = numbers;
    integers = new long[2 * before.length];
    numbers = new int[2 * before.length];
    shift--;
    for (int k = 0; k < before.length; k++) {
      if (theirs[k] != 0) {
        int place = place(before[k]);
        integers[place] = before[k];
        numbers[place] = theirs[k];
      }
    }
  }
}
