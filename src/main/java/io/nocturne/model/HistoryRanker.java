package io.nocturne.model;

import java.util.List;

/** Makes a list of the best items for each of some histories. For one thread. */
public interface HistoryRanker {

  /** The number of histories to rank together. */
  int batch();

  /**
   * Ranks for each of the histories, at most {@link #batch} of them.
   *
   * @param masked for each history the items that must not be in its list
   */
  List<RankedList> rank(List<History> histories, List<int[]> masked);
}
