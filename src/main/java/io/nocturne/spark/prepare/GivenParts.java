package io.nocturne.spark.prepare;

import io.nocturne.model.History;

/**
 * Holds out the interactions in the files of a given split, except items that the user has in the
 * training file or folds in.
 */
final class GivenParts {
  private final UserRows rows;
  private final UserHistories histories;
  private final GivenSplit given;
  private final MergedRows logged;
  private final History log;
  private final FoldIn validation;
  private final FoldIn test;

  /**
   * @param rows the user's rows, sorted
   */
  GivenParts(UserRows rows, UserHistories histories, GivenSplit given) {
    this.rows = rows;
    this.histories = histories;
    this.given = given;
    this.logged = histories.merge(Part.LOG);
    this.log = histories.history(logged);
    this.validation = foldIn(Part.VALIDATION_FOLD_IN);
    this.test = foldIn(Part.TEST_FOLD_IN);
  }

  /** The content of a fold-in file for a user: all its items, and their history. */
  private record FoldIn(Part part, MergedRows met, History history) {}

  private FoldIn foldIn(Part part) {
    MergedRows met = histories.merge(part);
    return new FoldIn(part, met, histories.history(met));
  }

  Sides sides() {
    return Sides.of(
        log, heldOut(validation, Part.VALIDATION_HELD_OUT), heldOut(test, Part.TEST_HELD_OUT));
  }

  /** Returns null if the file of held-out interactions does not contain the user. */
  private HeldOut heldOut(FoldIn foldIn, Part heldOut) {
    if (!rows.isIn(heldOut)) {
      return null;
    }
    boolean hasFile = given.file(foldIn.part).isPresent();
    return histories.heldOut(
        hasFile ? foldIn.history : log, histories.merge(heldOut), logged, foldIn.met);
  }

  /** Returns the history that lists are made from: the training file and both fold-ins. */
  History known() {
    return log.then(validation.history.then(test.history));
  }

  /** Whether the user folds anything in from a file. */
  boolean foldsIn() {
    return !validation.history.isEmpty() || !test.history.isEmpty();
  }
}
