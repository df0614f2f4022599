package io.nocturne.spark.log;

import io.nocturne.spark.log.id.IdType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Every so many-th of the ids in a stream of rows, so few that the driver can hold those of all
 * parts of a log, with the number of rows that each stands for.
 */
public final class IdSample implements Serializable {
  private static final long serialVersionUID = 1;

  /** Ranges cut at them are off by a few hundredths when a part of a log is many ranges long. */
  private static final int MOST = 1024;

  private final ArrayList<Object> ids = new ArrayList<>();
  private final ArrayList<Long> weights = new ArrayList<>();
  private long stride = 1;
  private long rows;

  /** Adds the id of the next row. */
  void add(Object id) {
    if (rows++ % stride == 0) {
      if (ids.size() == MOST) {
        halve();
        stride *= 2;
        if ((rows - 1) % stride != 0) {
          return;
        }
      }
      ids.add(id);
      weights.add(stride);
    }
  }

  private void halve() {
    for (int k = 0; k < MOST / 2; k++) {
      ids.set(k, ids.get(2 * k));
      weights.set(k, 2 * weights.get(2 * k));
    }
    ids.subList(MOST / 2, MOST).clear();
    weights.subList(MOST / 2, MOST).clear();
  }

  /** Adds the sample of another part; afterwards no more rows can be added. */
  void add(IdSample other) {
    ids.addAll(other.ids);
    weights.addAll(other.weights);
  }

  private record Weighted(Object id, long rows) {}

  /**
   * Returns ids that cut the rows into about equal ranges: of {@code ranges - 1} ids in ascending
   * order, each the first of the next range. There are fewer of them where ids are few.
   */
  public List<Object> bounds(IdType type, int ranges) {
    Comparator<Object> order = type.order();
    List<Weighted> sorted = new ArrayList<>();
    long all = 0;
    for (int k = 0; k < ids.size(); k++) {
      Object id = typed(ids.get(k), type);
      if (id != null) {
        sorted.add(new Weighted(id, weights.get(k)));
        all += weights.get(k);
      }
    }
    sorted.sort((a, b) -> order.compare(a.id, b.id));
    List<Object> bounds = new ArrayList<>();
    long before = 0;
    for (Weighted next : sorted) {
      Object last = bounds.isEmpty() ? sorted.get(0).id : bounds.get(bounds.size() - 1);
      boolean isFull = before >= (bounds.size() + 1) * (double) all / ranges;
      if (isFull && bounds.size() < ranges - 1 && !Objects.equals(last, next.id)) {
        bounds.add(next.id);
      }
      before += next.rows;
    }
    return bounds;
  }

  /** The id in the type of all ids; null if it does not fit, as it is of a bad row then. */
  private static Object typed(Object id, IdType type) {
    boolean fits = type != IdType.LONG || id instanceof Long;
    return !fits ? null : type == IdType.LONG ? id : String.valueOf(id);
  }
}
