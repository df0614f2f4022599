package io.nocturne.spark.prepare;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.InteractionLog;
import io.nocturne.spark.log.LogSettings;
import io.nocturne.spark.log.LogSurvey;
import io.nocturne.spark.log.id.IdType;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reports which columns are read, and rejects logs that lack a column that the settings need. */
final class ColumnMessages {
  private ColumnMessages() {}

  /** Reports the columns found in the files of one part. */
  static void report(Part part, InteractionLog log, Consumer<String> progress) {
    String name = part == Part.LOG ? "" : name(part) + ": ";
    log.notices().forEach(notice -> progress.accept(name + notice));
    String columns =
        log.columns().entrySet().stream()
            .filter(column -> !column.getValue().isEmpty())
            .map(column -> column.getKey() + " = " + column.getValue())
            .collect(Collectors.joining(", "));
    progress.accept(name + "columns: " + columns);
    if (part == Part.LOG && !log.present().rating()) {
      progress.accept("no rating column; every weight is 1");
    }
  }

  /**
   * Reports ids that are not of the type of most ids: the type was inferred, so it may be wrong.
   */
  static void reportIds(LogSettings settings, LogSurvey survey, Consumer<String> progress) {
    reportIds("user", settings.userIds(), survey, progress);
    reportIds("item", settings.itemIds(), survey, progress);
  }

  private static void reportIds(
      String role, IdType wanted, LogSurvey survey, Consumer<String> progress) {
    long others = survey.reasons().getOrDefault(role + ": not an integer", 0L);
    if (wanted == IdType.AUTO && others > 0) {
      progress.accept(
          "%s ids are integers; %,d row(s) with other ids are set aside as bad (input.ids.%s = string would keep them)"
              .formatted(role, others, role));
    }
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Throws if the files lack a column that the settings need. */
  static void check(Map<Part, InteractionLog> logs, PrepareSettings prepare, SplitSettings split) {
    InteractionLog log = logs.get(Part.LOG);
    if (!log.present().rating()) {
      checkNoRatings(log.path(), prepare);
    }
    logs.forEach(
        (part, other) -> {
          if (log.present().rating() && !other.present().rating()) {
            throw new UnusableDataException(
                "No rating column in %s (split.given.%s), and %s has one. Deliver it with ratings, or set input.columns.rating to \"\" to ignore ratings in both"
                    .formatted(other.path(), name(part), log.path()));
          }
        });
    checkTimes(log, split);
  }

  private static void checkNoRatings(String path, PrepareSettings prepare) {
    if (!prepare.binary()) {
      throw new UnusableDataException(
          "Cannot weigh by rating: %s has no rating column. Name it with input.columns.rating, or set prepare.weights = binary"
              .formatted(path));
    }
    if (prepare.minRating() > Double.NEGATIVE_INFINITY) {
      throw new UnusableDataException(
          "Cannot drop ratings under %s: %s has no rating column. Name it with input.columns.rating, or set prepare.min-rating = none"
              .formatted(prepare.minRating(), path));
    }
  }

  private static void checkTimes(InteractionLog log, SplitSettings split) {
    if (split.kind() == SplitKind.TEMPORAL && !log.present().time()) {
      throw new UnusableDataException(
          "Cannot split by time: the log has no column of times. Set input.columns.time or another split.kind");
    }
    boolean ordered = log.present().time() || log.present().order();
    if (split.kind() == SplitKind.LEAVE_LAST_OUT && !ordered) {
      throw new UnusableDataException(
          "Cannot leave the last interaction out: the log has neither times nor an order. Set input.columns.time, input.columns.order or another split.kind");
    }
  }
}
