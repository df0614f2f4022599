package io.nocturne.spark.prepare;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.LogSettings;
import io.nocturne.spark.log.LogSurvey;
import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.id.IdType;
import io.nocturne.spark.prepare.shuffle.ItemNumbers;
import io.nocturne.spark.store.TableStore;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Turns a log into the tables that the other steps read: quarantines bad rows, merges repeated
 * ones, drops users and items with too few, numbers ids, and holds out interactions.
 */
public final class Preparation {
  /** What a row of the log takes in the files of all tables: 19 in those of Gowalla's log. */
  private static final long BYTES_OF_ROW = 20;

  /** What its time takes in addition: 11 in those of 10 million rows with random times. */
  private static final long BYTES_OF_TIMES = 16;

  private final SparkSession spark;
  private final LogSettings log;
  private final Titles titles;
  private final PrepareSettings settings;
  private final SplitSettings split;
  private final BeforeWriting checks;
  private final Consumer<String> progress;

  /**
   * Creates a preparation; it reads no data yet.
   *
   * @param checks what is checked before the tables are written
   */
  public Preparation(
      SparkSession spark,
      LogSettings log,
      Titles titles,
      PrepareSettings settings,
      SplitSettings split,
      BeforeWriting checks,
      Consumer<String> progress) {
    this.spark = spark;
    this.log = log;
    this.titles = titles;
    this.settings = settings;
    this.split = split;
    this.checks = checks;
    this.progress = progress;
  }

  /**
   * Prepares the tables.
   *
   * @param tables where the tables are written
   * @param madeFrom the hash of the settings, which the tables are stamped with
   */
  public PreparedSizes run(TableStore tables, String madeFrom) {
    LogFiles files = LogFiles.find(log.source(), spark.sparkContext().hadoopConfiguration());
    progress.accept("reading %,d file(s), %,d bytes".formatted(files.files(), files.bytes()));
    try (Logs logs = new Logs(spark, log, files, split, progress)) {
      ColumnMessages.check(logs.byPart(), settings, split);
      Quarantine quarantine = new Quarantine(logs);
      quarantine.write(context(), tables, madeFrom);
      quarantine.check(settings.maxBadShare(), log.path(), tables);
      checks.ids(logs.ids());
      checks.space(bytes(quarantine.rows(), logs));
      progress.accept("%,d rows, %,d of them bad".formatted(quarantine.rows(), quarantine.bad()));
      PreparedTables.Sizes sizes = write(tables, logs, madeFrom);
      new SplitReport(split, settings, sizes.tally()).lines().forEach(progress);
      return new PreparedSizes(quarantine, files, sizes, logs.columnNames());
    }
  }

  /** About how large the tables become. */
  private static long bytes(long rows, Logs logs) {
    return rows * (BYTES_OF_ROW + (logs.columns().time() ? BYTES_OF_TIMES : 0));
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private PreparedTables.Sizes write(TableStore tables, Logs logs, String madeFrom) {
    try (KeptUsers<UserLog> kept = new KeptUsers<>(gather(logs))) {
      JavaRDD<UserLog> userLogs = kept.users();
      int items = logs.items().value().size();
      checkSizes(users(userLogs, logs.survey()), items);
      Broadcast<Core> core = core(userLogs, items);
      try {
        JavaRDD<UserSplit> splits = split(userLogs, core, logs.items());
        return write(tables, logs, splits, Catalogue.of(splits, items), madeFrom);
      } finally {
        core.destroy();
      }
    }
  }

  private PreparedTables.Sizes write(
      TableStore tables,
      Logs logs,
      JavaRDD<UserSplit> splits,
      Catalogue catalogue,
      String madeFrom) {
    Broadcast<int[]> newIndex = context().broadcast(catalogue.newIndex());
    try (KeptUsers<UserSplit> users =
        new KeptUsers<>(splits.map(user -> user.reindex(newIndex.value())))) {
      return new PreparedTables(
              spark, tables, logs, users.users(), catalogue, !settings.binary(), madeFrom)
          .write(titles, progress);
    } finally {
      newIndex.destroy();
    }
  }

  /** Counts the users, and throws if they have not as many rows as were good at first. */
  private long users(JavaRDD<UserLog> userLogs, LogSurvey survey) {
    List<long[]> counts =
        userLogs.mapPartitions(users -> List.of(usersAndRows(users)).iterator()).collect();
    long rows = counts.stream().mapToLong(count -> count[1]).sum();
    long expected = survey.rows() - survey.bad();
    if (rows != expected) {
      throw new UnusableDataException(
          "Cannot read %s: it changed while it was read, from %,d good rows to %,d. Run the job again when its files are complete"
              .formatted(log.path(), expected, rows));
    }
    return counts.stream().mapToLong(count -> count[0]).sum();
  }

  private static long[] usersAndRows(Iterator<UserLog> users) {
    long[] counts = new long[2];
    while (users.hasNext()) {
      counts[0]++;
      counts[1] += users.next().facts().rows();
    }
    return counts;
  }

  private void checkSizes(long users, int items) {
    if (users < 2 || items < 2) {
      throw new UnusableDataException(
          "Too little data in %s: %d user(s) and %d item(s) (expected 2 or more of each). Check input.path and input.days, and what wrote the log"
              .formatted(log.path(), users, items));
    }
  }

  /** Returns one log per user, in the order of the users. */
  private JavaRDD<UserLog> gather(Logs logs) {
    PrepareSettings how = settings;
    SplitSettings divided = split;
    Broadcast<ItemNumbers> items = logs.items();
    IdType type = logs.ids().users().type();
    return logs.rows()
        .good(
            rows ->
                new UserLogs(LoggedRows.of(rows).byUser(type), how, divided, items.value().keys()));
  }

  private Broadcast<Core> core(JavaRDD<UserLog> users, int items) {
    KCore core =
        new KCore(settings.minUserInteractions(), settings.minItemInteractions(), progress);
    return context().broadcast(core.of(users, items));
  }

  private JavaRDD<UserSplit> split(
      JavaRDD<UserLog> users, Broadcast<Core> core, Broadcast<ItemNumbers> items) {
    Splitter splitter = new Splitter(split);
    return users.map(user -> splitter.split(user, core.value(), items.value().keys()));
  }
}
