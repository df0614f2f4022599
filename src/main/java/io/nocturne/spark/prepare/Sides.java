package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.io.Serializable;

/**
 * The split of one user's data by time or files: the training part, and the part held out for each
 * purpose.
 */
final class Sides implements Serializable {
  private static final long serialVersionUID = 1;

  private final History training;
  private final HeldOut validation;
  private final HeldOut test;
  private final boolean tooShort;

  private Sides(History training, HeldOut validation, HeldOut test, boolean tooShort) {
    this.training = training;
    this.validation = validation;
    this.test = test;
    this.tooShort = tooShort;
  }

  /** Returns sides without held-out data; times and files hold nothing out. */
  static Sides whole(History training) {
    return new Sides(training, null, null, false);
  }

  /** Returns sides without held-out data, as the history is too short. */
  static Sides tooShort(History training) {
    return new Sides(training, null, null, true);
  }

  /**
   * @param validation null when the user has no part in it
   * @param test null when the user has no part in it
   */
  static Sides of(History training, HeldOut validation, HeldOut test) {
    return new Sides(training, validation, test, false);
  }

  History training() {
    return training;
  }

  HeldOut validation() {
    return validation;
  }

  HeldOut test() {
    return test;
  }

  /** Whether there was too little to hold any of it out. */
  boolean isTooShort() {
    return tooShort;
  }

  /** Returns this with another training part. */
  Sides withTraining(History other) {
    return new Sides(other, validation, test, tooShort);
  }

  /** Returns this with another validation part. */
  Sides withValidation(HeldOut other) {
    return new Sides(training, other, test, tooShort);
  }

  /** Returns this with new item indices; items without one are dropped. */
  Sides reindex(int[] newIndex) {
    History newTraining = training.reindex(newIndex);
    return new Sides(
        newTraining,
        validation == null ? null : validation.reindex(newIndex, training, newTraining),
        test == null ? null : test.reindex(newIndex, training, newTraining),
        tooShort);
  }
}
