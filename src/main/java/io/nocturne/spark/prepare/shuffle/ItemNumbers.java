package io.nocturne.spark.prepare.shuffle;

import io.nocturne.spark.log.id.IdNumbers;
import java.io.Serializable;
import java.util.List;
import java.util.function.ToLongFunction;

/** The items of a log, numbered from 0 in the order of their ids. */
public final class ItemNumbers implements Serializable {
  private static final long serialVersionUID = 1;

  /** The number of an item that the log does not have. */
  public static final int UNKNOWN = IdNumbers.UNKNOWN;

  private final Object[] ids;
  private final long[] keys;
  private transient volatile IdNumbers numbers;

  /**
   * @param ids distinct ids, strings or longs, ascending
   * @param key computes a number of each id that is the same in every run
   */
  public ItemNumbers(List<Object> ids, ToLongFunction<Object> key) {
    this.ids = ids.toArray();
    this.keys = ids.stream().mapToLong(key).toArray();
  }

  /** The number of items. */
  public int size() {
    return ids.length;
  }

  /** Returns the id of an item. */
  public Object id(int item) {
    return ids[item];
  }

  /** The key of each item's id, [items]; not to be modified. */
  public long[] keys() {
    return keys;
  }

  /** Returns the number of an item, {@link #UNKNOWN} if the log does not have it. */
  public int of(Object id) {
    return numbers().of(id);
  }

  /** Made once in each JVM: to send them as well would take longer. */
  private IdNumbers numbers() {
    if (numbers == null) {
      synchronized (this) {
        if (numbers == null) {
          IdNumbers made = new IdNumbers();
          for (Object id : ids) {
            made.add(id);
          }
          numbers = made;
        }
      }
    }
    return numbers;
  }
}
