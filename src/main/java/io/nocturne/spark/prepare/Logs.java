package io.nocturne.spark.prepare;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.IdColumns;
import io.nocturne.spark.log.InteractionLog;
import io.nocturne.spark.log.LogSettings;
import io.nocturne.spark.log.LogSurvey;
import io.nocturne.spark.log.PresentColumns;
import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.prepare.shuffle.ItemNumbers;
import io.nocturne.spark.prepare.shuffle.ShuffledLog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

/**
 * The log and, with a given split, its held-out files. They are read twice: once to decide the
 * types of ids and to find the items, and once into a shuffle that brings the rows of each user
 * together.
 */
final class Logs implements AutoCloseable {
  private final Map<Part, InteractionLog> logs = new EnumMap<>(Part.class);
  private final LogSurvey survey;
  private final Broadcast<ItemNumbers> items;
  private final ShuffledLog rows;

  /**
   * Reads the log and the files of the split, all with the same id types.
   *
   * @param progress receives messages about the columns that are read
   */
  Logs(
      SparkSession spark,
      LogSettings settings,
      LogFiles files,
      SplitSettings split,
      Consumer<String> progress) {
    logs.put(Part.LOG, InteractionLog.open(spark, settings, files));
    if (split.kind() == SplitKind.GIVEN) {
      openGiven(spark, settings, split.given());
    }
    logs.forEach((part, log) -> ColumnMessages.report(part, log, progress));
    List<InteractionLog> inOrder = new ArrayList<>(logs.values());
    survey = LogSurvey.of(settings, inOrder);
    ColumnMessages.reportIds(settings, survey, progress);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    items = context.broadcast(new ItemNumbers(survey.items(), Draws::key));
    List<Integer> parts = logs.keySet().stream().map(Part::ordinal).toList();
    rows = ShuffledLog.of(context, inOrder, parts, survey, items);
  }

  private void openGiven(SparkSession spark, LogSettings settings, GivenSplit given) {
    for (Part part : Part.values()) {
      Optional<String> file = given.file(part);
      if (file.isPresent()) {
        LogSettings ofPart = settings.withPath(file.get());
        LogFiles files = LogFiles.find(ofPart.source(), spark.sparkContext().hadoopConfiguration());
        logs.put(part, InteractionLog.open(spark, ofPart, files));
      }
    }
    if (!logs.containsKey(Part.TEST_HELD_OUT)) {
      throw new UnusableDataException(
          "Cannot split as given: split.given.test-held-out is empty (expected a file of held-out interactions)");
    }
  }

  /** The good rows, by ranges of users, and the bad ones. */
  ShuffledLog rows() {
    return rows;
  }

  /** The items of the log. */
  Broadcast<ItemNumbers> items() {
    return items;
  }

  /** The numbers of rows and of bad rows, of all parts together. */
  LogSurvey survey() {
    return survey;
  }

  /** The log and the files of the split, by part. */
  Map<Part, InteractionLog> byPart() {
    return logs;
  }

  /** Which optional columns the log has. */
  PresentColumns columns() {
    return logs.get(Part.LOG).present();
  }

  /** The names of the log's columns that are read, by what they are read for. */
  Map<String, String> columnNames() {
    return logs.get(Part.LOG).columns();
  }

  /** Which files lack a column that others have, for a reason {@code NAME: missing}. */
  List<String> filesWithout(String column) {
    return logs.values().stream().flatMap(log -> log.fileWithout(column).stream()).toList();
  }

  IdColumns ids() {
    return survey.ids();
  }

  DataType userId() {
    return ids().users().type().dataType();
  }

  DataType itemId() {
    return ids().items().type().dataType();
  }

  @Override
  public void close() {
    items.destroy();
  }
}
