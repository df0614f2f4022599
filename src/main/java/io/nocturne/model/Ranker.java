package io.nocturne.model;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.TopN;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes top-N lists: scores histories in batches, masks items, keeps the best N. An empty history
 * gets the popular items. Evaluated and published lists are both made here. Items are scored range
 * by range ({@link RangedScores}), and each range is used up at once. Not thread-safe.
 */
public final class Ranker implements HistoryRanker {
  /** The most scores held at a time, 48 MB. */
  private static final int MOST_FLOATS = 12 << 20;

  /** Matrix products pack the weights once for each batch: with few rows, that takes as long. */
  private static final int ROWS = 256;

  private final Recommender model;
  private final Recommender popularity;
  private final int[] never;
  private final TopN[] best;
  private final int longest;
  private final int batch;

  /** For a model of sparse item weights, whose scores of most items are 0; null for others. */
  private final SparseScores sparse;

  private float[] scores = {};

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
    this.never = sorted(never);
    int longest = Math.min(n, model.items());
    this.sparse =
        model instanceof LinearRecommender linear
            ? new SparseScores(linear.weights(), never)
            : null;
    int width = sparse == null ? model.rangeWidth() : 0;
    int floats = Math.max(width, 2 * longest); // of a row: its scores, its selection
    int wanted = model.together() > 0 ? model.together() : ROWS;
    this.batch = Math.max(1, Math.min(wanted, MOST_FLOATS / Math.max(1, floats)));
    this.longest = longest;
    this.best = new TopN[batch]; // made when they are needed: few tasks have as many histories
    this.best[0] = new TopN(longest);
  }

  private static int[] sorted(int[] items) {
    int[] sorted = items.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  @Override
  public int batch() {
    return batch;
  }

  /** Ranks for one history, masking the items in it. */
  public RankedList rank(History history) {
    return rank(List.of(history), List.of(history.items())).get(0);
  }

  @Override
  public List<RankedList> rank(List<History> histories, List<int[]> masked) {
    List<Mask> masks = masked.stream().map(items -> new Mask(never, sorted(items))).toList();
    for (int row = 0; row < histories.size(); row++) {
      best[row] = best[row] == null ? new TopN(longest) : best[row];
      best[row].clear();
    }
    if (sparse == null) {
      selectByRange(histories, masks);
    } else {
      selectSparse(histories, masked);
    }
    List<RankedList> lists = new ArrayList<>(histories.size());
    for (int row = 0; row < histories.size(); row++) {
      lists.add(
          histories.get(row).isEmpty() ? popular(best[row], masks.get(row)) : list(best[row]));
    }
    return lists;
  }

  private void selectByRange(List<History> histories, List<Mask> masks) {
    byRange(
        histories,
        (first, width) -> {
          for (int row = 0; row < histories.size(); row++) {
            if (!histories.get(row).isEmpty()) {
              masks.get(row).apply(scores, row * width, first, width);
              best[row].add(scores, row * width, width, first);
            }
          }
        });
  }

  private void selectSparse(List<History> histories, List<int[]> masked) {
    SparseRows rows = rows(histories);
    for (int row = 0; row < histories.size(); row++) {
      if (!histories.get(row).isEmpty()) {
        sparse.add(rows, row);
        sparse.select(best[row], masked.get(row));
        sparse.clear();
      }
    }
  }

  /**
   * The model's scores of some items for each of the histories, at most {@link #batch} of them.
   *
   * @param items for each history, in any order
   * @return for each history, [items]
   */
  public List<float[]> scoresAt(List<History> histories, List<int[]> items) {
    List<float[]> found = items.stream().map(wanted -> new float[wanted.length]).toList();
    if (sparse != null) {
      SparseRows rows = rows(histories);
      for (int row = 0; row < histories.size(); row++) {
        sparse.add(rows, row);
        for (int k = 0; k < found.get(row).length; k++) {
          found.get(row)[k] = sparse.score(items.get(row)[k]);
        }
        sparse.clear();
      }
      return found;
    }
    byRange(
        histories,
        (first, width) -> {
          for (int row = 0; row < histories.size(); row++) {
            int[] wanted = items.get(row);
            for (int k = 0; k < wanted.length; k++) {
              if (wanted[k] >= first && wanted[k] < first + width) {
                found.get(row)[k] = scores[row * width + wanted[k] - first];
              }
            }
          }
        });
    return found;
  }

  /** Uses the scores of a range of items, which are in {@link #scores}, [histories x width]. */
  private interface RangeUser {
    void use(int first, int width);
  }

  private SparseRows rows(List<History> histories) {
    if (histories.size() > batch) {
      throw new IllegalArgumentException(
          "Invalid number of histories: %d (expected at most %d)"
              .formatted(histories.size(), batch));
    }
    SparseRowsBuilder rows = SparseRows.builder(model.items());
    for (History history : histories) {
      rows.add(history.items(), history.weights(), history.owner());
    }
    return rows.build();
  }

  private void byRange(List<History> histories, RangeUser user) {
    SparseRows rows = rows(histories);
    if (histories.isEmpty()) {
      return;
    }
    if (scores.length < histories.size() * model.rangeWidth()) {
      scores = new float[histories.size() * model.rangeWidth()];
    }
    RangedScores ofRows = model.scores(rows);
    for (int first = 0; first < model.items(); first += model.rangeWidth()) {
      ofRows.write(first, scores);
      user.use(first, Math.min(model.rangeWidth(), model.items() - first));
    }
  }

  private RankedList popular(TopN selection, Mask mask) {
    float[] counts = new float[model.items()];
    popularity.score(SparseRows.builder(model.items()).add(new int[0]).build(), counts);
    mask.apply(counts, 0, 0, counts.length);
    selection.add(counts, 0, counts.length, 0);
    return list(selection);
  }

  private static RankedList list(TopN selection) {
    selection.finish();
    return new RankedList(selection.indices(), selection.scores());
  }

  /** The items that are not in a list, in order; ranges are masked one after the other. */
  private static final class Mask {
    private final int[] never;
    private final int[] items;
    private int nextNever;
    private int nextItem;

    Mask(int[] never, int[] items) {
      this.never = never;
      this.items = items;
    }

    void apply(float[] scores, int from, int first, int width) {
      nextNever = mask(never, nextNever, scores, from, first, width);
      nextItem = mask(items, nextItem, scores, from, first, width);
    }

    /** Masks those in the range, and returns the position of the next one. */
    private static int mask(
        int[] sorted, int next, float[] scores, int from, int first, int width) {
      int at = next;
      for (; at < sorted.length && sorted[at] < first + width; at++) {
        scores[from + sorted[at] - first] = Float.NEGATIVE_INFINITY;
      }
      return at;
    }
  }
}
