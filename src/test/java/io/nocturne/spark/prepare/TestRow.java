package io.nocturne.spark.prepare;

import io.nocturne.spark.log.id.IdType;
import io.nocturne.spark.prepare.shuffle.LoggedRow;
import java.util.List;

/**
 * A row of a log.
 *
 * @param item the item's number, null for one that the log does not have
 * @param unknownItem the id of such an item
 * @param order null where the log has none
 */
record TestRow(
    String user,
    Part part,
    Integer item,
    String unknownItem,
    long time,
    double rating,
    Long order) {

  /** The rows of all users, by user. */
  static LoggedRows.ByUser byUser(List<TestRow> rows) {
    LoggedRows logged = new LoggedRows();
    rows.forEach(row -> row.addTo(logged));
    return logged.byUser(IdType.STRING);
  }

  private void addTo(LoggedRows rows) {
    long ofOrder = order == null ? LoggedRow.NO_ORDER : order;
    if (item == null) {
      rows.addUnknown(user, part, unknownItem, time, ofOrder, rating);
    } else {
      rows.add(user, part, item, time, ofOrder, rating);
    }
  }
}
