package io.nocturne.nn.parameter;

/** What each row of a block belongs to. */
public enum RowsOf {
  /** An item of the catalogue. */
  ITEMS,
  /** A training user. */
  USERS,
  /** Neither: a unit of a layer, say. */
  NONE
}
