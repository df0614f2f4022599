package io.nocturne.spark.serve;

import io.nocturne.model.History;
import io.nocturne.model.RankedList;
import io.nocturne.model.Ranker;
import io.nocturne.model.metric.Evidence;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.RatingScale;
import io.nocturne.spark.Blocks;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** Reads the held-out users of one part, and measures a model on them. */
final class HeldOutUsers {
  private static final String TABLE = "evaluation";

  private HeldOutUsers() {}

  /**
   * Returns the users of a part that these metrics look at, in blocks that do not depend on the
   * cluster. Users without targets still count for errors of ratings; the blocks are cut as if they
   * did not exist, so that they change no digit of the other metrics.
   */
  static JavaRDD<HeldOutUser> of(
      TableStore tables, String part, MetricList metrics, int blockSize) {
    boolean needsTargets = !metrics.hasRatings();
    return tables
        .rows(TABLE, HeldOutUser.COLUMNS)
        .inBlocks("row", blockSize)
        .filter(row -> HeldOutUser.part(row).equals(part))
        .map(HeldOutUser::new)
        .filter(user -> user.isRanked() || !needsTargets);
  }

  /**
   * Returns the size of blocks; counts users with targets only for large tables, as small ones have
   * blocks of one size.
   */
  static int blockSize(TableStore tables) {
    return blockSize(tables, tables.info(TABLE).rows());
  }

  /** Returns the size of blocks of a table with so many rows. */
  static int blockSize(TableStore tables, long rows) {
    int size = Blocks.size(rows);
    if (size == Blocks.size(0)) {
      return size;
    }
    return Blocks.size(
        tables
            .rows(TABLE, "row", "held_out")
            .inBlocks("row", size)
            .filter(row -> ((int[]) row[1]).length > 0)
            .count());
  }

  /** Scores items for each user, and computes only what the metrics look at. */
  static JavaRDD<MeasuredUser> measure(
      JavaRDD<HeldOutUser> users, BroadcastModel model, MetricList metrics, RatingScale scale) {
    return users.mapPartitions(
        block -> {
          // without list metrics no list is made, and the length does not matter
          Ranker ranker = model.ranker(Math.max(1, metrics.deepestCutoff()));
          Measurement measurement =
              new Measurement(ranker, metrics.hasLists(), metrics.hasRatings(), scale);
          return new Batches<HeldOutUser, MeasuredUser>(block, ranker.batch(), measurement::of);
        });
  }

  /** Measures batch by batch; for one task. */
  private record Measurement(
      Ranker ranker, boolean makesLists, boolean predictsRatings, RatingScale scale) {
    List<MeasuredUser> of(List<HeldOutUser> batch) {
      List<History> histories = batch.stream().map(HeldOutUser::foldIn).toList();
      List<float[]> scores =
          predictsRatings
              ? ranker.scoresAt(histories, batch.stream().map(HeldOutUser::targets).toList())
              : null;
      List<RankedList> lists =
          makesLists
              ? ranker.rank(histories, histories.stream().map(History::items).toList())
              : null;
      List<MeasuredUser> measured = new ArrayList<>();
      for (int row = 0; row < batch.size(); row++) {
        HeldOutUser user = batch.get(row);
        int[] list = makesLists && user.isRanked() ? lists.get(row).items() : null;
        double[] predicted = predictsRatings ? predicted(user, scores.get(row)) : null;
        float[] ratings = predictsRatings ? user.ratings() : null;
        measured.add(
            new MeasuredUser(
                user.userId(), new Evidence(user.row(), list, user.targets(), predicted, ratings)));
      }
      return measured;
    }

    /** Returns predicted ratings; a user without a history has no prediction for any item. */
    private double[] predicted(HeldOutUser user, float[] scores) {
      double[] predicted = new double[user.ratings().length];
      Arrays.fill(predicted, scale.unknown());
      if (!user.foldIn().isEmpty()) {
        for (int k = 0; k < scores.length; k++) {
          predicted[k] = scale.clip(scores[k]);
        }
      }
      return predicted;
    }
  }
}
