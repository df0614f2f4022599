package io.nocturne.model.index;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.model.Encoder;
import io.nocturne.model.History;
import io.nocturne.model.HistoryRanker;
import io.nocturne.model.RankedList;
import io.nocturne.model.Ranker;
import io.nocturne.model.Recommender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lists of the items whose codes are nearest to the code of a history, found by an index: most of
 * those that {@link CodeCosine} finds. An empty history gets the popular items.
 */
public final class IndexRanker implements HistoryRanker {
  private static final int BATCH = 64;

  private final Encoder encoder;
  private final CodeIndex index;
  private final Ranker popular;
  private final int n;

  /**
   * @param index of the item codes
   * @param popularity the recommender for an empty history
   * @param n the maximum length of a list, 1 or more
   */
  public IndexRanker(Encoder encoder, CodeIndex index, Recommender popularity, int n) {
    this.encoder = encoder;
    this.index = index;
    this.popular = new Ranker(popularity, popularity, n);
    this.n = n;
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public List<RankedList> rank(List<History> histories, List<int[]> masked) {
    SparseRowsBuilder rows = SparseRows.builder(index.count());
    for (History history : histories) {
      rows.add(history.items(), history.weights(), history.owner());
    }
    float[] directions = CodeCosine.directions(encoder, rows.build());
    int width = encoder.codeWidth();
    List<RankedList> lists = new ArrayList<>();
    for (int row = 0; row < histories.size(); row++) {
      float[] direction = Arrays.copyOfRange(directions, row * width, (row + 1) * width);
      lists.add(
          histories.get(row).isEmpty()
              ? popular.rank(List.of(histories.get(row)), List.of(masked.get(row))).get(0)
              : nearest(direction, masked.get(row)));
    }
    return lists;
  }

  /** Asks for as many more as may be masked. */
  private RankedList nearest(float[] direction, int[] masked) {
    int[] sorted = masked.clone();
    Arrays.sort(sorted);
    int wanted = (int) Math.min(index.count(), (long) n + sorted.length);
    RankedList found = index.nearest(direction, wanted);
    int[] items = new int[Math.min(n, found.size())];
    float[] scores = new float[items.length];
    int size = 0;
    for (int rank = 0; rank < found.size() && size < items.length; rank++) {
      if (Arrays.binarySearch(sorted, found.items()[rank]) < 0) {
        items[size] = found.items()[rank];
        scores[size++] = found.scores()[rank];
      }
    }
    return new RankedList(Arrays.copyOf(items, size), Arrays.copyOf(scores, size));
  }
}
