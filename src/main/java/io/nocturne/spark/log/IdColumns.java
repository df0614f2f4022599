package io.nocturne.spark.log;

import io.nocturne.spark.log.id.Id;
import io.nocturne.spark.log.id.IdColumn;
import java.io.Serializable;

/** The types of the ids of users and items. */
public record IdColumns(IdColumn users, IdColumn items) implements Serializable {

  /** Returns why the ids of an otherwise good row are not of these types; null if they are. */
  String misfit(RowCheck row) {
    String reason = Id.misfit("user", row.user().kind(), users);
    return reason == null ? Id.misfit("item", row.item().kind(), items) : reason;
  }
}
