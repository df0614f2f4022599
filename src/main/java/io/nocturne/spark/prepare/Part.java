package io.nocturne.spark.prepare;

/** Which file an interaction came from, when the split is given; otherwise all are of the log. */
enum Part {
  LOG,
  VALIDATION_FOLD_IN,
  VALIDATION_HELD_OUT,
  TEST_FOLD_IN,
  TEST_HELD_OUT;

  /** Whether the user is known to have seen these items; held-out ones are for measuring only. */
  boolean isSeen() {
    return this == LOG || this == VALIDATION_FOLD_IN || this == TEST_FOLD_IN;
  }
}
