package io.nocturne.spark.serve;

import static org.apache.spark.sql.functions.col;

import io.nocturne.model.RankedList;
import io.nocturne.model.Ranker;
import io.nocturne.model.metric.MetricList;
import io.nocturne.spark.Blocks;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** The held-out users of one part, and the metrics of the lists that a model makes for them. */
final class HeldOutUsers {
  private HeldOutUsers() {}

  /** The users of a part, in blocks that do not depend on the cluster. */
  static JavaRDD<HeldOutUser> of(TableStore tables, String part) {
    TableInfo info = tables.info("evaluation");
    return Blocks.of(tables.read("evaluation"), "row", info.rows())
        .filter(col("part").equalTo(part))
        .javaRDD()
        .map(HeldOutUser::new);
  }

  /** Ranks for each user and measures the list. */
  static JavaRDD<MeasuredUser> measure(
      JavaRDD<HeldOutUser> users, BroadcastModel model, MetricList metrics) {
    return users.mapPartitions(
        block -> {
          Ranker ranker = model.ranker(metrics.deepestCutoff());
          return new Batches<HeldOutUser, MeasuredUser>(
              block, ranker.batch(), batch -> measure(batch, ranker, metrics));
        });
  }

  private static List<MeasuredUser> measure(
      List<HeldOutUser> batch, Ranker ranker, MetricList metrics) {
    List<RankedList> lists =
        ranker.rank(
            batch.stream().map(HeldOutUser::foldIn).toList(),
            batch.stream().map(user -> user.foldIn().items()).toList());
    List<MeasuredUser> measured = new ArrayList<>();
    Iterator<RankedList> list = lists.iterator();
    for (HeldOutUser user : batch) {
      int[] ranked = list.next().items();
      double[] values =
          metrics.ranking().stream()
              .mapToDouble(m -> m.of(ranked, ranked.length, user.targets()))
              .toArray();
      measured.add(new MeasuredUser(user.row(), user.userId(), ranked, values));
    }
    return measured;
  }
}
