package io.nocturne.spark.serve;

import java.util.Locale;

/** The way in which a user was served. */
public enum Tier {
  /** The model, which was trained on this user too. */
  MODEL,
  /** The model, from a history that it was not trained on. */
  FOLD_IN,
  /** The popular list: nothing is known that the model could use. */
  POPULAR;

  /**
   * @param isUnknown whether the model can use nothing of the user's history
   * @param trained whether the model was trained on the user
   */
  static Tier of(boolean isUnknown, boolean trained) {
    if (isUnknown) {
      return POPULAR;
    }
    return trained ? MODEL : FOLD_IN;
  }

  /** The name in the tables, such as {@code fold-in}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
