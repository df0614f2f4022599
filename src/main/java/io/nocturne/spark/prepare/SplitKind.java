package io.nocturne.spark.prepare;

/** How interactions are held out to measure a model. */
public enum SplitKind {
  /** Nothing is held out. */
  NONE,
  /** Whole users are; they fold in a part of their history (Liang 2018, strong generalisation). */
  STRONG,
  /** A random part of every user's history is. */
  WEAK,
  /** The last days of the log are. */
  TEMPORAL,
  /** Every user's last interaction is. */
  LEAVE_LAST_OUT,
  /** What the user's own files say. */
  GIVEN
}
