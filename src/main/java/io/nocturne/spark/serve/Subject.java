package io.nocturne.spark.serve;

import io.nocturne.model.History;
import io.nocturne.spark.Rows;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What a model is applied to: a user, or an item as the user who has met this item alone.
 *
 * @param key its number, by which the tables are sorted
 * @param history what the model is given
 * @param masked the items that must not be in its list
 * @param tier by what it is served; null for items
 */
record Subject(Object id, int key, History history, int[] masked, Tier tier) {

  /** A row of the table histories. */
  static Subject user(Row row) {
    History history = Rows.history(row);
    return new Subject(
        row.get(row.fieldIndex("user_id")),
        row.getInt(row.fieldIndex("row")),
        history,
        Rows.ints(row, "seen"),
        Tier.of(history, row.getBoolean(row.fieldIndex("trained"))));
  }

  /**
   * A row of the table items.
   *
   * @param weight of the item in the history of it alone
   */
  static Subject item(Row row, float weight) {
    int index = row.getInt(row.fieldIndex("item_index"));
    int[] alone = {index};
    History history = new History(alone, new float[] {weight}, new long[1]);
    return new Subject(row.get(row.fieldIndex("item_id")), index, history, alone, null);
  }

  /** The row of a table about it: id, the values, the tier if there is one, the key. */
  Row row(Object... values) {
    int size = values.length + (tier == null ? 2 : 3);
    Object[] row = new Object[size];
    row[0] = id;
    System.arraycopy(values, 0, row, 1, values.length);
    if (tier != null) {
      row[size - 2] = tier.label();
    }
    row[size - 1] = key;
    return RowFactory.create(row);
  }
}
