package io.nocturne.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.IdColumns;
import io.nocturne.spark.log.id.IdType;
import io.nocturne.spark.store.LiveRun;
import java.util.Optional;

/**
 * Checks that ids have the type of the live run's: otherwise programs that read its tables would
 * fail or find nobody.
 */
final class LiveIds {
  private LiveIds() {}

  static void check(RunContext run, IdColumns ids) {
    // damage of the live run is reported when the runs are compared
    Optional<JsonNode> live =
        LiveRun.find(run.root(), message -> {}).map(r -> r.manifest().json().path("tables"));
    if (live.isPresent()) {
      check(run, live.get(), "user", "users", ids.users().type());
      check(run, live.get(), "item", "items", ids.items().type());
    }
  }

  private static void check(
      RunContext run, JsonNode tables, String role, String table, IdType type) {
    boolean isAuto =
        run.settings().configuration().choice("input.ids." + role, IdType.class) == IdType.AUTO;
    for (JsonNode column : tables.path(table).path("schema").path("fields")) {
      String live = column.path("type").asText();
      boolean other = !live.equals(type.dataType().typeName());
      if (isAuto && other && column.path("name").asText().equals(role + "_id")) {
        throw new UnusableDataException(
            "Ids of another type: the %s ids of this log are %s, those of the live run %s. Correct the log, or set input.ids.%s = %s to read them so, or input.ids.%s = %s to change the type in all tables"
                .formatted(role, type.label(), live, role, live, role, type.label()));
      }
    }
  }
}
