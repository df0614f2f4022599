package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Drops users and items with too few interactions, again and again until none is left to drop: the
 * largest part of the log in which every user and every item has enough. Seidman, "Network
 * Structure and Minimum Degree", 1983, for a bipartite graph with one k for each side.
 *
 * <p>Whether a user stays follows from which items stay, so the only state is one flag an item, and
 * a round is one pass over the histories without a shuffle.
 */
final class KCore {
  private final int minUser;
  private final int minItem;
  private final Consumer<String> progress;

  KCore(int minUser, int minItem, Consumer<String> progress) {
    this.minUser = minUser;
    this.minItem = minItem;
    this.progress = progress;
  }

  /** The items that stay, one flag an item. */
  boolean[] items(JavaRDD<UserLog> users, int items) {
    boolean[] kept = new boolean[items];
    Arrays.fill(kept, true);
    for (int round = 1; ; round++) {
      int[] counts = count(users, kept);
      int dropped = drop(kept, counts);
      if (dropped == 0) {
        return kept;
      }
      progress.accept("k-core, round %d: %,d items dropped".formatted(round, dropped));
    }
  }

  private int drop(boolean[] kept, int[] counts) {
    int dropped = 0;
    for (int item = 0; item < kept.length; item++) {
      if (kept[item] && counts[item] < minItem) {
        kept[item] = false;
        dropped++;
      }
    }
    return dropped;
  }

  private int[] count(JavaRDD<UserLog> users, boolean[] kept) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(users.context());
    Broadcast<boolean[]> broadcast = spark.broadcast(kept);
    int least = minUser;
    try {
      return users
          .mapPartitions(logs -> counts(logs, broadcast.value(), least))
          .treeReduce(KCore::add);
    } finally {
      broadcast.destroy();
    }
  }

  private static Iterator<int[]> counts(Iterator<UserLog> users, boolean[] kept, int minUser) {
    int[] counts = new int[kept.length];
    while (users.hasNext()) {
      History log = keep(users.next().part(Part.LOG), kept, minUser);
      for (int item : log.items()) {
        counts[item]++;
      }
    }
    return List.of(counts).iterator();
  }

  private static int[] add(int[] a, int[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }

  /** What stays of a history; nothing when too little would. */
  static History keep(History log, boolean[] items, int minUser) {
    boolean[] keep = new boolean[log.size()];
    int size = 0;
    for (int k = 0; k < keep.length; k++) {
      keep[k] = items[log.items()[k]];
      size += keep[k] ? 1 : 0;
    }
    return size < minUser ? History.EMPTY : log.filter(keep);
  }
}
