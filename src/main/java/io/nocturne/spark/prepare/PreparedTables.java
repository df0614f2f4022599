package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.prepare.Tally.Count;
import io.nocturne.spark.prepare.TrainedRows.Numbered;
import io.nocturne.spark.prepare.shuffle.ItemNumbers;
import io.nocturne.spark.store.OrderedRows;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Writes the tables that the other steps read. */
final class PreparedTables {
  private final SparkSession spark;
  private final TableStore tables;
  private final Logs logs;
  private final JavaRDD<UserSplit> users;
  private final Catalogue catalogue;
  private final boolean weightsAreRatings;
  private final String madeFrom;

  /**
   * @param users all users of the log, in order, under the indices of the catalogue
   * @param weightsAreRatings whether errors of predicted ratings may be measured
   * @param madeFrom the stamp of the tables
   */
  PreparedTables(
      SparkSession spark,
      TableStore tables,
      Logs logs,
      JavaRDD<UserSplit> users,
      Catalogue catalogue,
      boolean weightsAreRatings,
      String madeFrom) {
    this.spark = spark;
    this.tables = tables;
    this.logs = logs;
    this.users = users;
    this.catalogue = catalogue;
    this.weightsAreRatings = weightsAreRatings;
    this.madeFrom = madeFrom;
  }

  /** The number of items, of items with a title, and other counts. */
  record Sizes(int items, long titled, Tally tally) {}

  /** Writes all tables. */
  Sizes write(Titles titles, Consumer<String> progress) {
    Tally tally = Tally.of(users);
    requireUsers(tally);
    JavaRDD<Numbered> numbered =
        new TrainedRows(tally.byPartition(Count.TRAINING_USERS)).number(users);
    try (TableWrites writes = new TableWrites(context())) {
      CompletableFuture<Long> titled = writes.start(() -> writeItems(titles, progress));
      writes.start(() -> writeVectors(tally));
      writes.start(() -> writeUsers(tally));
      writes.start(() -> writeHistories(numbered, tally));
      writes.start(() -> writeTraining(tally));
      writes.start(() -> writeEvaluation(numbered, tally));
      writes.await();
      return new Sizes(catalogue.items(), titled.join(), tally);
    }
  }

  private static void requireUsers(Tally tally) {
    long kept = tally.total(Count.USERS);
    if (kept < 2) {
      throw new UnusableDataException(
          "Too few users: %d of the log's %d are left (expected 2 or more). Check prepare.min-rating and the least numbers of interactions"
              .formatted(kept, tally.total(Count.LOG_USERS)));
    }
    if (tally.total(Count.TRAINING_USERS) == 0) {
      throw new UnusableDataException(
          "No training users: the split holds all of them out. Set another split.kind or smaller shares");
    }
  }

  /** Writes the catalogue, and returns the number of items with a title. */
  private long writeItems(Titles source, Consumer<String> progress) {
    ItemNumbers items = logs.items().value();
    Map<Integer, String> titles = source.read(spark, logs.items(), logs.ids().items(), progress);
    int[] newIndex = catalogue.newIndex();
    long[] interactions = catalogue.interactions(users);
    List<Object[]> kept = new ArrayList<>();
    long titled = 0;
    for (int item = 0; item < newIndex.length; item++) {
      int index = newIndex[item];
      if (index >= 0) {
        String title = titles.get(item);
        titled += title == null ? 0 : 1;
        kept.add(new Object[] {items.id(item), index, title, interactions[index]});
      }
    }
    OrderedRows rows = OrderedRows.local(context(), kept);
    tables.write("items", rows, Schemas.items(logs.itemId()), madeFrom);
    if (source.isGiven()) {
      progress.accept("titles for %,d of %,d items".formatted(titled, catalogue.items()));
    }
    return titled;
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private void writeVectors(Tally tally) {
    boolean withTimes = logs.columns().time();
    JavaRDD<Object[]> rows = users.filter(UserSplit::isKept).map(user -> vector(user, withTimes));
    tables.write(
        "vectors", indexed(rows, tally), Schemas.vectors(logs.userId(), withTimes), madeFrom);
  }

  private void writeUsers(Tally tally) {
    JavaRDD<Object[]> rows =
        users
            .filter(UserSplit::isKept)
            .map(user -> new Object[] {user.userId(), (long) user.known().size()});
    tables.write("users", indexed(rows, tally), Schemas.users(logs.userId()), madeFrom);
  }

  /** Numbers the rows of the kept users, behind their ids. */
  private static OrderedRows indexed(JavaRDD<Object[]> rows, Tally tally) {
    return new OrderedRows(rows, tally.byPartition(Count.USERS)).numbered(1);
  }

  /** Returns a row of the table vectors, without its number. */
  static Object[] vector(UserSplit user, boolean withTimes) {
    History known = user.known();
    return withTimes
        ? new Object[] {user.userId(), known.items(), known.weights(), known.times()}
        : new Object[] {user.userId(), known.items(), known.weights()};
  }

  private void writeHistories(JavaRDD<Numbered> numbered, Tally tally) {
    OrderedRows rows =
        new OrderedRows(numbered.map(PreparedTables::history), tally.byPartition(Count.LOG_USERS));
    tables.write(
        "histories", rows.numbered(0).readInBlocks(), Schemas.histories(logs.userId()), madeFrom);
  }

  /** Returns a row of the table histories, without its number. */
  static Object[] history(Numbered numbered) {
    UserSplit user = numbered.user();
    return new Object[] {
      user.userId(),
      user.known().items(),
      user.known().weights(),
      user.known().times(),
      user.seen(),
      user.isTrained(),
      numbered.trainedRow()
    };
  }

  private void writeTraining(Tally tally) {
    JavaRDD<Object[]> rows =
        users.filter(UserSplit::isTrained).map(user -> training(user.training()));
    OrderedRows ordered = new OrderedRows(rows, tally.byPartition(Count.TRAINING_USERS));
    tables.write("training", ordered.numbered(0).readInBlocks(), Schemas.training(), madeFrom);
  }

  /** Returns a row of the table training, without its number. */
  static Object[] training(History training) {
    return new Object[] {training.items(), training.weights(), training.times()};
  }

  private void writeEvaluation(JavaRDD<Numbered> numbered, Tally tally) {
    OrderedRows rows = EvaluationRows.of(numbered, tally, weightsAreRatings).numbered(0);
    tables.write("evaluation", rows.readInBlocks(), Schemas.evaluation(logs.userId()), madeFrom);
  }
}
