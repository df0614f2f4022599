package io.nocturne.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import io.nocturne.spark.Blocks;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.IdColumns;
import io.nocturne.spark.log.LogSettings;
import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.store.TableStore;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Turns a log into the tables that the other steps read: quarantines bad rows, merges repeated
 * ones, drops users and items with too few, numbers ids, and holds out interactions.
 */
public final class Preparation {
  private final SparkSession spark;
  private final LogSettings log;
  private final Titles titles;
  private final PrepareSettings settings;
  private final SplitSettings split;
  private final Consumer<IdColumns> checkIds;
  private final Consumer<String> progress;

  /**
   * Creates a preparation; it reads no data yet.
   *
   * @param checkIds rejects types of ids that readers of the tables do not expect
   */
  public Preparation(
      SparkSession spark,
      LogSettings log,
      Titles titles,
      PrepareSettings settings,
      SplitSettings split,
      Consumer<IdColumns> checkIds,
      Consumer<String> progress) {
    this.spark = spark;
    this.log = log;
    this.titles = titles;
    this.settings = settings;
    this.split = split;
    this.checkIds = checkIds;
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
      quarantine.write(tables, madeFrom);
      quarantine.check(settings.maxBadShare(), log.path(), tables);
      checkIds.accept(logs.ids());
      progress.accept("%,d rows, %,d of them bad".formatted(quarantine.rows(), quarantine.bad()));
      PreparedTables.Sizes sizes = write(tables, logs, madeFrom);
      new SplitReport(split, settings, sizes.tally()).lines().forEach(progress);
      return new PreparedSizes(quarantine, files, sizes, logs.columnNames());
    }
  }

  private PreparedTables.Sizes write(TableStore tables, Logs logs, String madeFrom) {
    Dataset<Row> items =
        Dictionary.of(
                logs.good().filter(col("part").equalTo(Part.LOG.ordinal())), "item", "item_number")
            .persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> users =
        Dictionary.of(logs.good(), "user", "user_number").persist(StorageLevel.MEMORY_AND_DISK());
    List<Object> itemIds = items.select("item").javaRDD().map(row -> row.get(0)).collect();
    int itemCount = itemIds.size();
    long userCount = users.count();
    checkSizes(userCount, itemCount);
    Broadcast<long[]> itemKeys = itemKeys(itemIds);
    JavaRDD<UserLog> userLogs =
        gather(logs, users, items, userCount, itemKeys).persist(StorageLevel.MEMORY_AND_DISK());
    Broadcast<Core> core = core(userLogs, itemCount);
    JavaRDD<UserSplit> splits =
        split(userLogs, core, itemKeys).persist(StorageLevel.MEMORY_AND_DISK());
    Catalogue catalogue = Catalogue.of(splits, itemCount);
    try (Reindexed reindexed = new Reindexed(splits, catalogue.newIndex())) {
      PreparedTables prepared =
          new PreparedTables(
              spark, tables, logs, reindexed.users(), catalogue, !settings.binary(), madeFrom);
      return prepared.write(itemIds, titles, progress);
    } finally {
      splits.unpersist();
      core.destroy();
      itemKeys.destroy();
      userLogs.unpersist();
      users.unpersist();
      items.unpersist();
    }
  }

  private void checkSizes(long users, int items) {
    if (users < 2 || items < 2) {
      throw new UnusableDataException(
          "Too little data in %s: %d user(s) and %d item(s) (expected 2 or more of each). Check input.path and input.days, and what wrote the log"
              .formatted(log.path(), users, items));
    }
  }

  /** Returns one log per user, in the order of the users. */
  private JavaRDD<UserLog> gather(
      Logs logs,
      Dataset<Row> users,
      Dataset<Row> items,
      long userCount,
      Broadcast<long[]> itemKeys) {
    Dataset<Row> numbered =
        logs.good()
            .join(users, "user")
            .join(items, new String[] {"item"}, "left")
            .select(
                col("user_number").as("user"),
                col("part"),
                col("item_number").as("item"),
                col("time"),
                col("rating"),
                col("user").as("user_id"),
                when(col("item_number").isNull(), col("item")).as("unknown_item"),
                col("order"));
    PrepareSettings how = settings;
    SplitSettings divided = split;
    return Blocks.of(numbered, "user", userCount)
        .javaRDD()
        .mapPartitions(rows -> new UserLogs(rows, how, divided, itemKeys.value()));
  }

  /** Returns the keys of items, which decide the order of rows of equal times and random splits. */
  private Broadcast<long[]> itemKeys(List<Object> itemIds) {
    long[] keys = itemIds.stream().mapToLong(Draws::key).toArray();
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(keys);
  }

  private Broadcast<Core> core(JavaRDD<UserLog> users, int items) {
    KCore core =
        new KCore(settings.minUserInteractions(), settings.minItemInteractions(), progress);
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(core.of(users, items));
  }

  private JavaRDD<UserSplit> split(
      JavaRDD<UserLog> users, Broadcast<Core> core, Broadcast<long[]> keys) {
    Splitter splitter = new Splitter(split);
    return users.map(user -> splitter.split(user, core.value(), keys.value()));
  }

  /** Users with the item indices of the catalogue, and the broadcast used for that. */
  private static final class Reindexed implements AutoCloseable {
    private final Broadcast<int[]> newIndex;
    private final JavaRDD<UserSplit> users;

    Reindexed(JavaRDD<UserSplit> splits, int[] newIndex) {
      Broadcast<int[]> broadcast =
          JavaSparkContext.fromSparkContext(splits.context()).broadcast(newIndex);
      this.newIndex = broadcast;
      this.users =
          splits
              .map(split -> split.reindex(broadcast.value()))
              .persist(StorageLevel.MEMORY_AND_DISK());
    }

    JavaRDD<UserSplit> users() {
      return users;
    }

    @Override
    public void close() {
      users.unpersist();
      newIndex.destroy();
    }
  }
}
