package io.nocturne.research;

import io.nocturne.model.History;
import io.nocturne.model.Popularity;
import io.nocturne.model.RankedList;
import io.nocturne.model.Ranker;
import io.nocturne.model.Recommender;
import io.nocturne.model.metric.Evidence;
import io.nocturne.model.metric.Ndcg;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.train.rows.ItemCounts;
import io.nocturne.spark.train.rows.TrainingRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** All held-out users of a split, of both parts, in memory: for data sets of moderate size. */
final class HeldOut {
  private static final Ndcg METRIC = new Ndcg(100);

  private final float[] popularity;
  private final List<History> foldIns = new ArrayList<>();
  private final List<int[]> targets = new ArrayList<>();
  private final boolean[] isTail;
  private final int[] head;

  /** A user's metric over all items and over the tail only; NaN without a target. */
  record Measured(double all, double tail) {}

  /** The held-out users of prepared tables; the tail is the least popular two thirds of items. */
  HeldOut(TableStore tables) {
    popularity = ItemCounts.of(TrainingRows.of(tables));
    String[] columns = {"held_out", "items", "weights", "times", "trained_row"};
    for (Object[] row : tables.rows("evaluation", columns).collect()) {
      int[] heldOut = (int[]) row[0];
      if (heldOut.length > 0) {
        History foldIn = new History((int[]) row[1], (float[]) row[2], (long[]) row[3]);
        foldIns.add(foldIn.ownedBy((int) row[4]));
        targets.add(heldOut);
      }
    }
    head = head(popularity);
    isTail = new boolean[popularity.length];
    Arrays.fill(isTail, true);
    for (int item : head) {
      isTail[item] = false;
    }
  }

  private static int[] head(float[] counts) {
    return IntStream.range(0, counts.length)
        .boxed()
        .sorted((a, b) -> Float.compare(counts[b], counts[a]))
        .limit(counts.length / 3)
        .mapToInt(item -> item)
        .toArray();
  }

  /** The metric of each user. */
  List<Measured> measure(Recommender model) {
    Ranker ranker = new Ranker(model, new Popularity(popularity), METRIC.cutoff());
    List<Measured> measured = new ArrayList<>();
    for (int from = 0; from < foldIns.size(); from += ranker.batch()) {
      int to = Math.min(foldIns.size(), from + ranker.batch());
      List<History> histories = foldIns.subList(from, to);
      List<RankedList> all =
          ranker.rank(histories, histories.stream().map(History::items).toList());
      List<RankedList> tail = ranker.rank(histories, histories.stream().map(this::masked).toList());
      for (int user = from; user < to; user++) {
        int[] wanted = targets.get(user);
        int[] wantedTail = Arrays.stream(wanted).filter(item -> isTail[item]).toArray();
        measured.add(
            new Measured(
                ndcg(all.get(user - from), wanted), ndcg(tail.get(user - from), wantedTail)));
      }
    }
    return measured;
  }

  private int[] masked(History history) {
    int[] masked = Arrays.copyOf(head, head.length + history.size());
    System.arraycopy(history.items(), 0, masked, head.length, history.size());
    return masked;
  }

  private double ndcg(RankedList list, int[] wanted) {
    return wanted.length == 0
        ? Double.NaN
        : METRIC.of(new Evidence(0, list.items(), wanted), new Popularity(popularity));
  }
}
