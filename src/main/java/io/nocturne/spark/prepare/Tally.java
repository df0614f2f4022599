package io.nocturne.spark.prepare;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;

/** Counts users and interactions by what becomes of them, in one pass. */
final class Tally {
  /** A count, by what one user, with item indices of the catalogue, adds to it. */
  enum Count {
    LOG_USERS(user -> 1),
    USERS(user -> one(user.isKept())),
    INTERACTIONS(user -> user.isKept() ? user.known().size() : 0),
    TRAINING_USERS(user -> one(user.isTrained())),
    TRAINING_INTERACTIONS(user -> user.training().size()),
    VALIDATION_USERS(user -> sum(user.validation(), part -> one(part.hasTargets()))),
    TEST_USERS(user -> sum(user.test(), part -> one(part.hasTargets()))),
    VALIDATION_TARGETS(user -> sum(user.validation(), part -> part.targets().size())),
    TEST_TARGETS(user -> sum(user.test(), part -> part.targets().size())),
    TARGETS_ALREADY_KNOWN(user -> ofParts(user, HeldOut::alreadyKnown)),
    TARGETS_OUTSIDE_CATALOGUE(user -> ofParts(user, part -> part.unknownWeights().length)),
    USERS_TOO_SHORT_TO_SPLIT(user -> one(user.isKept() && user.isTooShort())),
    HELD_OUT_USERS_WITHOUT_TARGETS(
        user -> Math.min(1, ofParts(user, part -> one(!part.hasTargets())))),
    HELD_OUT_USERS_OF_UNKNOWN_ITEMS(user -> ofParts(user, part -> one(part.isUnknownOnly()))),
    CUT_USERS(user -> one(user.facts().isCut())),
    TIED_USERS(user -> one(user.facts().isTied())),
    INTERACTIONS_WITH_UNKNOWN_ITEMS(user -> user.facts().unknownRows());

    private final ToIntFunction<UserSplit> ofUser;

    Count(ToIntFunction<UserSplit> ofUser) {
      this.ofUser = ofUser;
    }

    /** The name in the report. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static int one(boolean counts) {
      return counts ? 1 : 0;
    }

    private static int sum(HeldOut part, ToIntFunction<HeldOut> count) {
      return part == null ? 0 : count.applyAsInt(part);
    }

    private static int ofParts(UserSplit user, ToIntFunction<HeldOut> count) {
      return sum(user.validation(), count) + sum(user.test(), count);
    }
  }

  /** The counts of each partition, in order. */
  private final List<long[]> partitions;

  private Tally(List<long[]> partitions) {
    this.partitions = partitions;
  }

  static Tally of(JavaRDD<UserSplit> users) {
    return new Tally(users.mapPartitions(split -> List.of(count(split)).iterator()).collect());
  }

  /** Counts local users, as one partition. */
  static Tally of(Iterator<UserSplit> users) {
    return new Tally(List.of(count(users)));
  }

  /** One count for each partition of the users. */
  List<Long> byPartition(Count count) {
    return partitions.stream().map(counts -> counts[count.ordinal()]).toList();
  }

  /** One count over all users. */
  long total(Count count) {
    return partitions.stream().mapToLong(counts -> counts[count.ordinal()]).sum();
  }

  /**
   * The share of users with a cut history whose cut was decided by a hash; 0 without cut histories.
   */
  double tiedShare() {
    return (double) total(Count.TIED_USERS) / Math.max(1, total(Count.CUT_USERS));
  }

  /** The counts over all users, by the names that the report gives them. */
  Map<String, Long> byName() {
    Map<String, Long> named = new LinkedHashMap<>();
    Stream.of(Count.values()).forEach(count -> named.put(count.label(), total(count)));
    return named;
  }

  private static long[] count(Iterator<UserSplit> users) {
    Count[] counts = Count.values();
    long[] sums = new long[counts.length];
    while (users.hasNext()) {
      UserSplit user = users.next();
      for (Count count : counts) {
        sums[count.ordinal()] += count.ofUser.applyAsInt(user);
      }
    }
    return sums;
  }
}
