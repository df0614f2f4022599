package io.nocturne.spark.train.rows;

import io.nocturne.math.SparseRows;
import io.nocturne.math.linear.ColumnSolver;
import io.nocturne.math.linear.GramPart;
import io.nocturne.math.linear.GramRows;
import io.nocturne.math.linear.GramRule;
import io.nocturne.math.linear.GramSurvey;
import io.nocturne.math.linear.ItemMoments;
import io.nocturne.math.linear.RankedItems;
import io.nocturne.math.linear.RowLengths;
import io.nocturne.math.linear.SolvedColumns;
import io.nocturne.math.linear.SparseGram;
import io.nocturne.spark.train.cluster.GroupedCollect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Computes the sparse Gram matrix and columns from it on the executors. The output is divided into
 * parts of items, to each of which the rows of the users who have one of them are sent; a task
 * holds these rows and its part. How many parts there are depends on the cluster, but a row of the
 * matrix does not depend on its part.
 */
final class SparseProducts {
  private static final int MOMENT_PARTS = 16;

  /** The wanted bytes of a part: small enough to be collected and sent. */
  private static final double PART_BYTES = 64 << 20;

  private static final int BYTES_OF_ENTRY = 8;
  private static final int PROGRESS = 10;

  private SparseProducts() {}

  static RowLengths lengths(JavaRDD<TrainingRow> rows) {
    return rows.mapPartitions(SparseProducts::lengths).treeReduce(RowLengths::add);
  }

  private static Iterator<RowLengths> lengths(Iterator<TrainingRow> rows) {
    RowLengths lengths = new RowLengths();
    while (rows.hasNext()) {
      lengths.add(rows.next().items().length);
    }
    return List.of(lengths).iterator();
  }

  static RankedItems rankedItems(JavaRDD<TrainingRow> rows, int items, int users) {
    int parts = Math.min(MOMENT_PARTS, items);
    List<ItemMoments> found =
        DealtRows.entries(rows, items, parts)
            .mapPartitionsWithIndex((part, blocks) -> moments(part, blocks, items, parts), true)
            .collect();
    ItemMoments all = new ItemMoments(items);
    for (int part = 0; part < parts; part++) {
      all.set(part, parts, found.get(part));
    }
    return new RankedItems(all, users);
  }

  private static Iterator<ItemMoments> moments(
      int part, Iterator<SparseRows> blocks, int items, int parts) {
    ItemMoments moments = new ItemMoments((items - part + parts - 1) / parts);
    blocks.forEachRemaining(moments::addAll);
    return List.of(moments).iterator();
  }

  static GramSurvey survey(JavaRDD<TrainingRow> rows, RankedItems items, GramRule rule) {
    int[] sample = GramSurvey.sample(items.items());
    Broadcast<RankedItems> sent = spark(rows).broadcast(items);
    try {
      return GramSurvey.sum(
          DealtRows.whole(rows, sent, sample, GramSurvey.PARTS)
              .mapPartitionsWithIndex(
                  (part, blocks) -> survey(part, blocks, sent.value(), rule), true)
              .collect());
    } finally {
      sent.destroy();
    }
  }

  private static Iterator<GramSurvey> survey(
      int part, Iterator<SparseRows> blocks, RankedItems items, GramRule rule) {
    int[] wanted = GramSurvey.sample(part, items.items());
    GramRows computed = new GramRows(list(blocks), wanted, items.items());
    return List.of(GramSurvey.of(part, computed, items, rule)).iterator();
  }

  static SparseGram gram(
      JavaRDD<TrainingRow> rows, RankedItems items, GramRule rule, double expected) {
    int parts = parts(rows, items.items(), expected);
    Broadcast<RankedItems> sent = spark(rows).broadcast(items);
    try {
      JavaRDD<GramPart> made =
          DealtRows.whole(rows, sent, null, parts)
              .mapPartitionsWithIndex(
                  (part, blocks) -> part(part, parts, blocks, sent.value(), rule), true);
      long largest = (long) (2 * expected * BYTES_OF_ENTRY / parts) + (1 << 20);
      return new SparseGram(items, GroupedCollect.of(made, largest));
    } finally {
      sent.destroy();
    }
  }

  private static Iterator<GramPart> part(
      int part, int parts, Iterator<SparseRows> blocks, RankedItems items, GramRule rule) {
    int[] wanted = GramPart.ranks(part, parts, items.items());
    GramRows computed = new GramRows(list(blocks), wanted, items.items());
    return List.of(GramPart.of(computed, wanted, items, rule)).iterator();
  }

  private static int parts(JavaRDD<TrainingRow> rows, int items, double expected) {
    double wanted = Math.ceil(expected * BYTES_OF_ENTRY / PART_BYTES);
    int cores = spark(rows).defaultParallelism();
    return (int) Math.min(items, Math.max(4.0 * cores, wanted));
  }

  static List<SolvedColumns> columns(
      JavaSparkContext spark, SparseGram gram, ColumnSolver solver, DoubleConsumer progress) {
    int items = gram.items().items();
    int blocks = SolvedColumns.blocks(items);
    List<Integer> numbers = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      numbers.add(block);
    }
    BroadcastGram sent = new BroadcastGram(spark, gram);
    try {
      JavaRDD<SolvedColumns> solved =
          spark
              .parallelize(numbers, blocks)
              .map(block -> SolvedColumns.solve(block, sent.value(), solver));
      List<SolvedColumns> found = new ArrayList<>();
      int together = together(spark, gram, blocks);
      for (int first = 0; first < blocks; first += together) {
        int[] group = new int[Math.min(together, blocks - first)];
        int from = first;
        Arrays.setAll(group, k -> from + k);
        for (List<SolvedColumns> each : solved.collectPartitions(group)) {
          found.addAll(each);
        }
        progress.accept((double) found.size() / blocks);
      }
      return found;
    } finally {
      sent.destroy();
    }
  }

  /** So many blocks that executors are busy and progress is reported now and then. */
  private static int together(JavaSparkContext spark, SparseGram gram, int blocks) {
    long mean = BYTES_OF_ENTRY * gram.neighbours() / blocks + (1 << 16);
    int most = GroupedCollect.together(spark.getConf(), blocks, 2 * mean);
    int busy = Math.max(8 * spark.defaultParallelism(), (blocks + PROGRESS - 1) / PROGRESS);
    return Math.max(1, Math.min(most, busy));
  }

  private static List<SparseRows> list(Iterator<SparseRows> blocks) {
    List<SparseRows> list = new ArrayList<>();
    blocks.forEachRemaining(list::add);
    return list;
  }

  private static JavaSparkContext spark(JavaRDD<?> rows) {
    return JavaSparkContext.fromSparkContext(rows.context());
  }
}
