package io.nocturne.spark.serve;

import io.nocturne.model.History;

/**
 * What a model is applied to: a user, or an item as the user who has met this item alone.
 *
 * @param history what the model is given
 * @param masked the items that must not be in its list
 * @param tier by what it is served; null for items
 */
record Subject(Object id, History history, int[] masked, Tier tier) {

  /** The columns that are read of the table histories. */
  static final String[] USER = {
    "row", "user_id", "items", "weights", "times", "trained_row", "seen", "trained"
  };

  /** The columns that are read of the table items. */
  static final String[] ITEM = {"item_index", "item_id"};

  /**
   * A row of the table histories.
   *
   * @param row with the columns {@link #USER}
   */
  static Subject user(Object[] row) {
    History history =
        new History((int[]) row[2], (float[]) row[3], (long[]) row[4]).ownedBy((int) row[5]);
    return new Subject(
        row[1], history, (int[]) row[6], Tier.of(history.isEmpty(), (boolean) row[7]));
  }

  /**
   * A row of the table items.
   *
   * @param row with the columns {@link #ITEM}
   * @param weight of the item in the history of it alone
   */
  static Subject item(Object[] row, float weight) {
    int[] alone = {(int) row[0]};
    History history = new History(alone, new float[] {weight}, new long[1]);
    return new Subject(row[1], history, alone, null);
  }

  /** The row of a table about it: id, the values, the tier if there is one. */
  Object[] row(Object... values) {
    return row(id, tier, values);
  }

  /** The row of a table: id, the values, the tier unless it is null. */
  static Object[] row(Object id, Tier tier, Object... values) {
    Object[] row = new Object[values.length + (tier == null ? 1 : 2)];
    row[0] = id;
    System.arraycopy(values, 0, row, 1, values.length);
    if (tier != null) {
      row[row.length - 1] = tier.label();
    }
    return row;
  }
}
