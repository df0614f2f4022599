package io.nocturne.spark.prepare;

import io.nocturne.math.Seeds;
import io.nocturne.model.History;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Splits one user at a time. What is random is a hash of the seed, the user's id and the item's id,
 * so it does not depend on the other users: who is held out tonight is held out tomorrow.
 */
final class Splitter implements Serializable {
  private static final long serialVersionUID = 1;

  /** Streams of the seed: who is held out, and which items are. */
  private static final long USERS = 1;

  private static final long ITEMS = 2;
  private static final long VALIDATION = 3;
  private static final long DAY = 86_400;

  /** Liang 2018: a held-out user with fewer interactions folds in all and is not measured. */
  private static final int FEWEST_TO_SPLIT = 5;

  private final SplitSettings settings;

  Splitter(SplitSettings settings) {
    this.settings = settings;
  }

  /**
   * @param log the user's whole log
   * @param core what is left of it in the k-core; empty for a user who was dropped
   * @param itemKeys the {@link #key} of each item's id, [items]
   */
  UserSplit split(UserLog log, History core, long[] itemKeys) {
    boolean kept = !core.isEmpty();
    return switch (settings.kind()) {
      case NONE -> whole(log, core, kept);
      case STRONG -> kept ? strong(log, core, itemKeys) : whole(log, core, false);
      case WEAK -> parts(log, core, weakParts(log, core, itemKeys));
      case TEMPORAL -> parts(log, core, temporalParts(core));
      case LEAVE_LAST_OUT -> parts(log, core, lastParts(core));
      case GIVEN -> given(log, core, itemKeys);
    };
  }

  private static UserSplit whole(UserLog log, History core, boolean kept) {
    // a user who was dropped is not learnt from, but still gets a list from what there is
    History known = kept ? core : log.part(Part.LOG);
    return new UserSplit(log, kept, log.seen(), known, core, null, null);
  }

  private UserSplit strong(UserLog log, History core, long[] itemKeys) {
    double draw = unit(Seeds.derive(settings.seed(), USERS, key(log.userId())));
    if (draw >= 2 * settings.heldOutUsers()) {
      return whole(log, core, true);
    }
    int count = core.size() < FEWEST_TO_SPLIT ? 0 : heldOutOf(core);
    boolean[] held = smallest(hashes(log, core, itemKeys), 0, count);
    HeldOut heldOut = new HeldOut(core.filter(not(held)), core.filter(held));
    boolean forTest = draw < settings.heldOutUsers();
    return new UserSplit(
        log,
        true,
        log.seen(),
        core,
        History.EMPTY,
        forTest ? null : heldOut,
        forTest ? heldOut : null);
  }

  /** Rounded down, but not 0.29 of 100 to the 28 that doubles make of it. */
  private int heldOutOf(History core) {
    return (int) (settings.heldOutShare() * core.size() + 1e-9);
  }

  /** 0 for training, 1 for validation, 2 for the test. */
  private int[] weakParts(UserLog log, History core, long[] itemKeys) {
    int count = heldOutOf(core);
    long[] hashes = hashes(log, core, itemKeys);
    int[] parts = new int[core.size()];
    mark(parts, smallest(hashes, 0, count), 2);
    if (settings.validation()) {
      mark(parts, smallest(hashes, count, count), 1);
    }
    return parts;
  }

  private int[] temporalParts(History core) {
    long testFrom = settings.endOfLog() - settings.heldOutDays() * DAY;
    long validationFrom =
        settings.validation() ? testFrom - settings.heldOutDays() * DAY : testFrom;
    return Arrays.stream(core.times())
        .mapToInt(time -> time >= testFrom ? 2 : time >= validationFrom ? 1 : 0)
        .toArray();
  }

  private int[] lastParts(History core) {
    int[] parts = new int[core.size()];
    int needed = settings.validation() ? 3 : 2;
    if (parts.length >= needed) {
      parts[parts.length - 1] = 2;
      if (settings.validation()) {
        parts[parts.length - 2] = 1;
      }
    }
    return parts;
  }

  private UserSplit parts(UserLog log, History core, int[] parts) {
    if (core.isEmpty()) {
      return whole(log, core, false);
    }
    History training = core.filter(equal(parts, 0));
    History validation = core.filter(equal(parts, 1));
    History test = core.filter(equal(parts, 2));
    boolean[] beforeTest = not(equal(parts, 2));
    return new UserSplit(
        log,
        true,
        log.seen(),
        core,
        training,
        validation.isEmpty() ? null : new HeldOut(training, validation),
        test.isEmpty() ? null : new HeldOut(core.filter(beforeTest), test));
  }

  private UserSplit given(UserLog log, History core, long[] itemKeys) {
    History foldIns = log.part(Part.VALIDATION_FOLD_IN).then(log.part(Part.TEST_FOLD_IN));
    History known = log.part(Part.LOG).then(foldIns);
    boolean kept = !core.isEmpty() || !foldIns.isEmpty();
    boolean[] drawn = drawn(log, core, itemKeys);
    History training = core.filter(not(drawn));
    History validation = core.filter(drawn);
    return new UserSplit(
        log,
        kept,
        log.seen(),
        known,
        training,
        validation.isEmpty()
            ? given(log, Part.VALIDATION_FOLD_IN, Part.VALIDATION_HELD_OUT)
            : new HeldOut(training, validation),
        given(log, Part.TEST_FOLD_IN, Part.TEST_HELD_OUT));
  }

  /** Each interaction by itself, so that the share is one of all interactions, not of a user's. */
  private boolean[] drawn(UserLog log, History core, long[] itemKeys) {
    boolean[] drawn = new boolean[core.size()];
    double share = settings.given().validationShare();
    for (int k = 0; share > 0 && k < drawn.length; k++) {
      long item = itemKeys[core.items()[k]];
      drawn[k] = unit(Seeds.derive(settings.seed(), VALIDATION, key(log.userId()), item)) < share;
    }
    return drawn;
  }

  private HeldOut given(UserLog log, Part foldIn, Part heldOut) {
    if (!log.isNamedIn(heldOut)) {
      return null;
    }
    boolean hasFile = settings.given().file(foldIn).isPresent();
    return new HeldOut(
        log.part(hasFile ? foldIn : Part.LOG), log.part(heldOut), log.unknownWeights(heldOut));
  }

  private long[] hashes(UserLog log, History core, long[] itemKeys) {
    long key = key(log.userId());
    return Arrays.stream(core.items())
        .mapToLong(item -> Seeds.derive(settings.seed(), ITEMS, key, itemKeys[item]))
        .toArray();
  }

  /** A number for a string or a long that is the same in every run. */
  static long key(Object id) {
    if (id instanceof Long number) {
      return number;
    }
    long key = 1;
    String text = (String) id;
    for (int k = 0; k < text.length(); k++) {
      key = key * 0x100000001b3L + text.charAt(k);
    }
    return key;
  }

  private static double unit(long hash) {
    return (hash >>> 11) * 0x1.0p-53;
  }

  /** Marks {@code count} places, those with the smallest hashes but for the first {@code skip}. */
  private static boolean[] smallest(long[] hashes, int skip, int count) {
    Integer[] places = new Integer[hashes.length];
    Arrays.setAll(places, k -> k);
    Arrays.sort(places, Comparator.comparingLong(k -> hashes[k]));
    boolean[] marked = new boolean[hashes.length];
    for (int k = skip; k < Math.min(hashes.length, skip + count); k++) {
      marked[places[k]] = true;
    }
    return marked;
  }

  private static void mark(int[] parts, boolean[] places, int part) {
    for (int k = 0; k < parts.length; k++) {
      parts[k] = places[k] ? part : parts[k];
    }
  }

  private static boolean[] equal(int[] parts, int part) {
    boolean[] places = new boolean[parts.length];
    for (int k = 0; k < parts.length; k++) {
      places[k] = parts[k] == part;
    }
    return places;
  }

  private static boolean[] not(boolean[] places) {
    boolean[] inverted = new boolean[places.length];
    for (int k = 0; k < places.length; k++) {
      inverted[k] = !places[k];
    }
    return inverted;
  }
}
