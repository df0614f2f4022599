package io.nocturne.spark.prepare;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Drops users and items with too few interactions, repeatedly until none is left to drop: the
 * largest part of the log in which every user and every item has enough. Seidman, "Network
 * Structure and Minimum Degree", 1983, for a bipartite graph with one k for each side.
 *
 * <p>It counts only training interactions, as separated from held-out ones by time or files, so
 * that the training data does not depend on what comes after the cut.
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

  /** Returns the core of these users, over {@code items} items. */
  Core of(JavaRDD<UserLog> users, int items) {
    return of(items, core -> count(users, core, items));
  }

  /**
   * Returns the core.
   *
   * @param count counts the interactions with each item, [items], of what a core has left
   */
  Core of(int items, Function<Core, int[]> count) {
    boolean[] kept = new boolean[items];
    Arrays.fill(kept, true);
    // an item without interactions does not matter: if 1 is enough there is none to drop
    for (int round = 1; minItem > 1; round++) {
      int dropped = drop(kept, count.apply(new Core(kept, minUser)));
      if (dropped == 0) {
        break;
      }
      progress.accept("k-core, round %d: %,d items dropped".formatted(round, dropped));
    }
    return new Core(kept, minUser);
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

  private static int[] count(JavaRDD<UserLog> users, Core core, int items) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(users.context());
    Broadcast<Core> broadcast = spark.broadcast(core);
    try {
      return users
          .mapPartitions(logs -> List.of(count(logs, broadcast.value(), items)).iterator())
          .treeReduce(KCore::add);
    } finally {
      broadcast.destroy();
    }
  }

  /** Counts the users who have each item in the training part that the core has left. */
  static int[] count(Iterator<UserLog> users, Core core, int items) {
    int[] counts = new int[items];
    while (users.hasNext()) {
      for (int item : core.keep(users.next().sides().training()).items()) {
        counts[item]++;
      }
    }
    return counts;
  }

  private static int[] add(int[] a, int[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }
}
