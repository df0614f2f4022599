package io.nocturne.spark.serve;

/** What ranks the items of lists. */
public enum ScoredBy {
  /** The model's scores of all items. */
  MODEL,
  /** The cosine between the codes of items and the code of a user or an item. */
  CODES
}
