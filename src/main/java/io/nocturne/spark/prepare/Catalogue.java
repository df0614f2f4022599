package io.nocturne.spark.prepare;

import io.nocturne.spark.UnusableDataException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** The items that a model can recommend: those with a training interaction, numbered anew. */
final class Catalogue {
  private final int[] newIndex;
  private final int items;

  private Catalogue(int[] newIndex, int items) {
    this.newIndex = newIndex;
    this.items = items;
  }

  /**
   * @param users all users with item indices of the whole log
   * @param logged the number of items in the whole log
   */
  static Catalogue of(JavaRDD<UserSplit> users, int logged) {
    return of(
        users
            .mapPartitions(splits -> List.of(trained(splits, logged)).iterator())
            .treeReduce(Catalogue::or));
  }

  /**
   * @param trained whether each item of the log has a training interaction
   */
  static Catalogue of(boolean[] trained) {
    int logged = trained.length;
    int[] newIndex = new int[logged];
    int items = 0;
    for (int item = 0; item < logged; item++) {
      newIndex[item] = trained[item] ? items++ : -1;
    }
    if (items < 2) {
      throw new UnusableDataException(
          "Too few items: %d of the log's %d item(s) are left to train on (expected 2 or more). Check prepare.min-rating, the least numbers of interactions and the split"
              .formatted(items, logged));
    }
    return new Catalogue(newIndex, items);
  }

  /** The new index for each index of the whole log, -1 for an item that was dropped. */
  int[] newIndex() {
    return newIndex;
  }

  /** The number of items. */
  int items() {
    return items;
  }

  /** Counts the users who have each item in their known history, [items]. */
  long[] interactions(JavaRDD<UserSplit> reindexed) {
    int size = items;
    return reindexed.mapPartitions(splits -> counts(splits, size)).treeReduce(Catalogue::add);
  }

  /** Whether each item of the log has a training interaction of these users. */
  static boolean[] trained(Iterator<UserSplit> splits, int logged) {
    boolean[] trained = new boolean[logged];
    while (splits.hasNext()) {
      for (int item : splits.next().training().items()) {
        trained[item] = true;
      }
    }
    return trained;
  }

  private static Iterator<long[]> counts(Iterator<UserSplit> splits, int items) {
    long[] counts = new long[items];
    while (splits.hasNext()) {
      UserSplit split = splits.next();
      if (split.isKept()) {
        Arrays.stream(split.known().items()).forEach(item -> counts[item]++);
      }
    }
    return List.of(counts).iterator();
  }

  private static boolean[] or(boolean[] a, boolean[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] |= b[i];
    }
    return a;
  }

  private static long[] add(long[] a, long[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }
}
