package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Splits one user at a time: takes the split by time or files ({@link Sides}), removes items that
 * the k-core has dropped, and draws random held-out parts.
 */
final class Splitter implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * The number of interactions from which weak and strong hold out at least one, whatever the
   * share. Liang 2018: a held-out user with fewer folds in all and is not measured.
   */
  private static final int FEWEST_TO_SPLIT = 5;

  /** The least number of interactions that weak and strong leave. */
  private static final int FEWEST_LEFT = 2;

  private final SplitSettings settings;
  private final Draws draws;

  Splitter(SplitSettings settings) {
    this.settings = settings;
    this.draws = new Draws(settings.seed());
  }

  /**
   * @param core which items stay, and how much a user needs
   * @param itemKeys the {@link Draws#key} of each item's id, [items]
   */
  UserSplit split(UserLog log, Core core, long[] itemKeys) {
    History training = core.keep(log.sides().training());
    boolean kept = !training.isEmpty() || log.foldsIn() || !core.keep(log.known()).isEmpty();
    long userKey = Draws.key(log.facts().userId());
    Sides sides =
        switch (settings.kind()) {
          case NONE -> Sides.whole(training);
          case STRONG -> kept ? strong(training, userKey, itemKeys) : Sides.whole(training);
          case WEAK -> kept ? weak(training, userKey, itemKeys) : Sides.whole(training);
          // a user who was dropped is neither trained on nor measured, but still gets a list
          case TEMPORAL, LEAVE_LAST_OUT ->
              kept ? log.sides().withTraining(training) : Sides.whole(training);
          case GIVEN -> given(log.sides().withTraining(training), userKey, itemKeys);
        };
    return new UserSplit(log.facts(), kept, log.seen(), log.known(), sides);
  }

  private Sides strong(History history, long userKey, long[] itemKeys) {
    double draw = draws.user(userKey);
    if (draw >= 2 * settings.heldOutUsers()) {
      return Sides.whole(history);
    }
    if (history.size() < FEWEST_TO_SPLIT) {
      return Sides.tooShort(History.EMPTY);
    }
    int[] parts = parts(history, heldOutOf(history.size(), 1), 0, userKey, itemKeys);
    HeldOut heldOut = new HeldOut(history.filter(equal(parts, 0)), history.filter(equal(parts, 2)));
    return draw < settings.heldOutUsers()
        ? Sides.of(History.EMPTY, null, heldOut)
        : Sides.of(History.EMPTY, heldOut, null);
  }

  private Sides weak(History history, long userKey, long[] itemKeys) {
    boolean both = settings.validation();
    int count = heldOutOf(history.size(), both ? 2 : 1);
    if (count == 0) {
      return Sides.tooShort(history);
    }
    int[] parts = parts(history, count, both ? count : 0, userKey, itemKeys);
    History training = history.filter(equal(parts, 0));
    HeldOut test =
        new HeldOut(history.filter(not(equal(parts, 2))), history.filter(equal(parts, 2)));
    return Sides.of(
        training, both ? new HeldOut(training, history.filter(equal(parts, 1))) : null, test);
  }

  /**
   * Returns the number of interactions held out for a part: the share rounded down (0.29 of 100 is
   * 29, not the 28 of double arithmetic); at least one if there are enough; and never so many that
   * too few are left.
   *
   * @param parts how many parts are held out
   */
  private int heldOutOf(int size, int parts) {
    int share = (int) (settings.heldOutShare() * size + 1e-9);
    int wanted = size < FEWEST_TO_SPLIT ? share : Math.max(1, share);
    return Math.max(0, Math.min(wanted, (size - FEWEST_LEFT) / parts));
  }

  /**
   * Returns 2 for the interactions with the smallest hashes, 1 for the next ones, 0 for the others.
   */
  private int[] parts(History history, int test, int validation, long userKey, long[] itemKeys) {
    int[] items = history.items();
    long[] hashes = new long[items.length];
    for (int k = 0; k < hashes.length; k++) {
      hashes[k] = draws.item(userKey, itemKeys[items[k]]);
    }
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    int[] parts = new int[hashes.length];
    for (int k = 0; k < parts.length; k++) {
      if (hashes[k] <= sorted[test - 1]) {
        parts[k] = 2;
      } else if (hashes[k] <= sorted[test + validation - 1]) {
        parts[k] = 1;
      }
    }
    return parts;
  }

  /** Holds out a share of the training file, if configured, in place of a file for validation. */
  private Sides given(Sides files, long userKey, long[] itemKeys) {
    History all = files.training();
    double share = settings.given().validationShare();
    int[] parts = new int[all.size()];
    // each interaction by itself, so that the share is one of all interactions, not of a user's
    for (int k = 0; share > 0 && k < parts.length; k++) {
      parts[k] = draws.interaction(userKey, itemKeys[all.items()[k]]) < share ? 1 : 0;
    }
    History validation = all.filter(equal(parts, 1));
    if (validation.isEmpty()) {
      return files;
    }
    History training = all.filter(equal(parts, 0));
    return files.withTraining(training).withValidation(new HeldOut(training, validation));
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
