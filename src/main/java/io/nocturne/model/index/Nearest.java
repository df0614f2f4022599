package io.nocturne.model.index;

import io.nocturne.model.RankedList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a search of the graph has found, to be ranked: by descending score, ties by index. */
final class Nearest {
  private static final Comparator<Entry> BEST_FIRST =
      Comparator.comparingDouble(Entry::score).reversed().thenComparingInt(Entry::item);

  private final int k;
  private final List<Entry> entries = new ArrayList<>();

  Nearest(int k) {
    this.k = k;
  }

  private record Entry(int item, float score) {}

  void add(int item, float score) {
    entries.add(new Entry(item, score));
  }

  RankedList list() {
    entries.sort(BEST_FIRST);
    int size = Math.min(k, entries.size());
    int[] items = new int[size];
    float[] scores = new float[size];
    for (int rank = 0; rank < size; rank++) {
      items[rank] = entries.get(rank).item();
      scores[rank] = entries.get(rank).score();
    }
    return new RankedList(items, scores);
  }
}
