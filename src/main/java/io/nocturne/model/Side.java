package io.nocturne.model;

/** What the rows of a training are. */
public enum Side {
  /** A row for each training user, a column for each item. */
  USERS,
  /** A row for each item, a column for each training user: the same numbers the other way round. */
  ITEMS
}
