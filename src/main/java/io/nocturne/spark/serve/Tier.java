package io.nocturne.spark.serve;

import io.nocturne.model.History;
import java.util.Locale;

/** The way in which a user was served. */
public enum Tier {
  /** The model, which was trained on this user too. */
  MODEL,
  /** The model, from a history that it was not trained on. */
  FOLD_IN,
  /** The popular list: nothing is known that the model could use. */
  POPULAR;

  static Tier of(History known, boolean trained) {
    if (known.isEmpty()) {
      return POPULAR;
    }
    return trained ? MODEL : FOLD_IN;
  }

  /** The name in the tables, such as {@code fold-in}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
