package io.nocturne.spark.prepare;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/** Counts users and interactions by what becomes of them, in one pass. */
final class Tally {
  private static final List<String> NAMES =
      List.of(
          "log_users",
          "users",
          "interactions",
          "training_users",
          "training_interactions",
          "validation_users",
          "test_users",
          "held_out_users_without_targets",
          "held_out_users_of_unknown_items",
          "interactions_with_unknown_items");

  /** The counts of each partition, in order. */
  private final List<long[]> partitions;

  private Tally(List<long[]> partitions) {
    this.partitions = partitions;
  }

  static Tally of(JavaRDD<UserSplit> users) {
    return new Tally(users.mapPartitions(Tally::count).collect());
  }

  /** One count for each partition of the users. */
  List<Long> byPartition(String name) {
    int place = NAMES.indexOf(name);
    return partitions.stream().map(counts -> counts[place]).toList();
  }

  /** The counts over all users, by their names. */
  Map<String, Long> counts() {
    long[] counts = partitions.stream().reduce(new long[NAMES.size()], Tally::add);
    Map<String, Long> named = new LinkedHashMap<>();
    for (int k = 0; k < counts.length; k++) {
      named.put(NAMES.get(k), counts[k]);
    }
    return named;
  }

  private static Iterator<long[]> count(Iterator<UserSplit> users) {
    long[] sums = new long[NAMES.size()];
    while (users.hasNext()) {
      add(sums, count(users.next()));
    }
    return List.of(sums).iterator();
  }

  private static long[] count(UserSplit user) {
    return new long[] {
      1,
      user.isKept() ? 1 : 0,
      user.isKept() ? user.known().size() : 0,
      user.isTrained() ? 1 : 0,
      user.training().size(),
      isMeasured(user.validation()) ? 1 : 0,
      isMeasured(user.test()) ? 1 : 0,
      isLost(user.validation()) || isLost(user.test()) ? 1 : 0,
      (isUnknownOnly(user.validation()) ? 1 : 0) + (isUnknownOnly(user.test()) ? 1 : 0),
      user.unknown()
    };
  }

  private static boolean isMeasured(HeldOut part) {
    return part != null && part.hasTargets();
  }

  private static boolean isUnknownOnly(HeldOut part) {
    return part != null && part.isUnknownOnly();
  }

  private static boolean isLost(HeldOut part) {
    return part != null && !part.hasTargets();
  }

  private static long[] add(long[] a, long[] b) {
    for (int k = 0; k < a.length; k++) {
      a[k] += b[k];
    }
    return a;
  }
}
