package io.nocturne.spark.log;

import io.nocturne.spark.log.id.Id;
import io.nocturne.spark.log.id.IdColumn;
import java.io.Serializable;

/** What the ids of users and of items are. */
public record IdColumns(IdColumn users, IdColumn items) implements Serializable {

  /** Why the ids of a row, good otherwise, are not of these types; null where they are. */
  String misfit(RowCheck row) {
    String reason = Id.misfit("user", row.user().kind(), users);
    return reason == null ? Id.misfit("item", row.item().kind(), items) : reason;
  }
}
