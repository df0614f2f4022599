package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.io.Serializable;

/** The result of a k-core: which items stay, and how many of them a user needs to stay. */
final class Core implements Serializable {
  private static final long serialVersionUID = 1;

  private final boolean[] items;
  private final int minUser;

  /**
   * @param items one flag an item
   */
  Core(boolean[] items, int minUser) {
    this.items = items;
    this.minUser = minUser;
  }

  /** Whether an item stays. */
  boolean has(int item) {
    return items[item];
  }

  /** Returns the part of a history that stays; empty if it is too short. */
  History keep(History history) {
    boolean[] keep = new boolean[history.size()];
    int size = 0;
    for (int k = 0; k < keep.length; k++) {
      keep[k] = items[history.items()[k]];
      size += keep[k] ? 1 : 0;
    }
    if (size < minUser) {
      return History.EMPTY;
    }
    return size == keep.length ? history : history.filter(keep);
  }
}
