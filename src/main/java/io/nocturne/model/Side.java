package io.nocturne.model;

/** The side that the rows of a training belong to: users or items. */
public enum Side {
  /** A row for each training user, a column for each item. */
  USERS,
  /** A row for each item, a column for each training user: the transposed matrix. */
  ITEMS
}
