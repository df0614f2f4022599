package io.nocturne.model;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.TopN;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes top-N lists: scores histories in batches, masks items, keeps the best N. An empty history
 * gets the popular items. Evaluated and published lists are both made here. Not thread-safe.
 *
 * <p>For single scores as well, call in steps: {@link #score}, then for each row {@link #scoresAt}
 * and, last, {@link #best}, which writes over them.
 */
public final class Ranker {
  /** The most scores held at a time, 48 MB. */
  private static final int MOST_FLOATS = 12 << 20;

  private static final int ROWS = 64;

  /**
   * The number of rows for a large catalogue: BLAS packs the weights once for each batch, and with
   * few rows that takes as long as the products.
   */
  private static final int ROWS_OF_LARGE = 256;

  private static final int LARGE = 10_000;

  private final Recommender model;
  private final Recommender popularity;
  private final int[] never;
  private final TopN best;
  private final int batch;
  private float[] scores = {};
  private List<History> scored = List.of();

  /**
   * @param popularity the recommender for an empty history
   * @param n the maximum length of a list
   */
  public Ranker(Recommender model, Recommender popularity, int n) {
    this(model, popularity, n, new int[0]);
  }

  /**
   * @param popularity the recommender for an empty history
   * @param n the maximum length of a list
   * @param never the items that are in no list
   */
  public Ranker(Recommender model, Recommender popularity, int n, int[] never) {
    this.model = model;
    this.popularity = popularity;
    this.never = never;
    this.best = new TopN(Math.min(n, model.items()));
    int rows = model.items() < LARGE ? ROWS : ROWS_OF_LARGE;
    this.batch =
        model.together() > 0
            ? model.together()
            : Math.max(1, Math.min(rows, MOST_FLOATS / model.items()));
  }

  /** The number of histories to rank together. */
  public int batch() {
    return batch;
  }

  /** Ranks for one history, masking the items in it. */
  public RankedList rank(History history) {
    return rank(List.of(history), List.of(history.items())).get(0);
  }

  /**
   * Ranks for each of the histories, at most {@link #batch} of them.
   *
   * @param masked for each history the items that must not be in its list
   */
  public List<RankedList> rank(List<History> histories, List<int[]> masked) {
    score(histories);
    List<RankedList> lists = new ArrayList<>(histories.size());
    for (int row = 0; row < histories.size(); row++) {
      lists.add(best(row, masked.get(row)));
    }
    return lists;
  }

  /** Scores all items for each of the histories, at most {@link #batch} of them. */
  public void score(List<History> histories) {
    if (histories.size() > batch) {
      throw new IllegalArgumentException(
          "Invalid number of histories: %d (expected at most %d)"
              .formatted(histories.size(), batch));
    }
    SparseRowsBuilder rows = SparseRows.builder(model.items());
    for (History history : histories) {
      rows.add(history.items(), history.weights(), history.owner());
    }
    if (scores.length == 0) { // a task without histories needs none
      scores = new float[batch * model.items()];
    }
    model.score(rows.build(), scores);
    scored = histories;
  }

  /**
   * The model's scores of some items for the history at {@code row} of those scored last; to be
   * asked before {@link #best}, which masks some of them.
   *
   * @return [items]
   */
  public float[] scoresAt(int row, int[] items) {
    float[] found = new float[items.length];
    for (int k = 0; k < items.length; k++) {
      found[k] = scores[row * model.items() + items[k]];
    }
    return found;
  }

  /**
   * The list for the history at {@code row} of those scored last.
   *
   * @param masked the items that must not be in it
   */
  public RankedList best(int row, int[] masked) {
    return scored.get(row).isEmpty()
        ? popular(masked)
        : select(scores, row * model.items(), masked);
  }

  private RankedList popular(int[] masked) {
    float[] counts = new float[model.items()];
    popularity.score(SparseRows.builder(model.items()).add(new int[0]).build(), counts);
    return select(counts, 0, masked);
  }

  private RankedList select(float[] all, int offset, int[] masked) {
    mask(all, offset, never);
    mask(all, offset, masked);
    int size = best.select(all, offset, model.items());
    int[] items = new int[size];
    float[] itemScores = new float[size];
    for (int rank = 0; rank < size; rank++) {
      items[rank] = best.index(rank);
      itemScores[rank] = best.score(rank);
    }
    return new RankedList(items, itemScores);
  }

  private static void mask(float[] all, int offset, int[] items) {
    for (int item : items) {
      all[offset + item] = Float.NEGATIVE_INFINITY;
    }
  }
}
