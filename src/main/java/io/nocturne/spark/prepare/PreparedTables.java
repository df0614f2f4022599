package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.prepare.Tally.Count;
import io.nocturne.spark.prepare.TrainedRows.Numbered;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

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

  /**
   * Writes all tables.
   *
   * @param itemIds the ids of the log's items, by their old indices
   */
  Sizes write(List<Object> itemIds, Titles titles, Consumer<String> progress) {
    Tally tally = Tally.of(users);
    long kept = tally.total(Count.USERS);
    if (kept < 2) {
      throw new UnusableDataException(
          "Too few users: %d of the log's %d are left (expected 2 or more). Check prepare.min-rating and the least numbers of interactions"
              .formatted(kept, tally.total(Count.LOG_USERS)));
    }
    long titled = writeItems(itemIds, titles, progress);
    writeUsers(kept);
    JavaRDD<Numbered> numbered =
        new TrainedRows(tally.byPartition(Count.TRAINING_USERS)).number(users);
    writeHistories(numbered, tally.total(Count.LOG_USERS));
    writeTraining(tally.total(Count.TRAINING_USERS));
    writeEvaluation(numbered, tally);
    return new Sizes(catalogue.items(), titled, tally);
  }

  /** Writes the catalogue, and returns the number of items with a title. */
  private long writeItems(List<Object> itemIds, Titles titles, Consumer<String> progress) {
    int[] newIndex = catalogue.newIndex();
    long[] interactions = catalogue.interactions(users);
    List<Row> kept = new ArrayList<>();
    for (int item = 0; item < newIndex.length; item++) {
      int index = newIndex[item];
      if (index >= 0) {
        kept.add(RowFactory.create(itemIds.get(item), index, interactions[index]));
      }
    }
    StructType schema =
        new StructType()
            .add("item_id", logs.itemId(), false)
            .add("item_index", "int", false)
            .add("interactions", "long", false);
    Dataset<Row> items =
        titles.join(spark.createDataFrame(kept, schema), logs.ids().items(), progress);
    tables.write(
        "items", items, Schemas.items(logs.itemId()), "item_index", catalogue.items(), madeFrom);
    if (!titles.isGiven()) {
      return 0;
    }
    long titled = tables.read("items").filter("title is not null").count();
    progress.accept("titles for %,d of %,d items".formatted(titled, catalogue.items()));
    return titled;
  }

  private void writeUsers(long count) {
    boolean withTimes = logs.columns().time();
    JavaRDD<Row> numbered =
        users
            .filter(UserSplit::isKept)
            .zipWithIndex()
            .map(pair -> vector(pair._1(), Math.toIntExact(pair._2())));
    StructType vectors = Schemas.vectors(logs.userId(), true);
    Dataset<Row> table = spark.createDataFrame(numbered, vectors);
    tables.write(
        "vectors", table, Schemas.vectors(logs.userId(), withTimes), "user_index", count, madeFrom);
    Dataset<Row> sizes =
        table.selectExpr("user_id", "user_index", "cast(size(items) as long) interactions");
    tables.write("users", sizes, Schemas.users(logs.userId()), "user_index", count, madeFrom);
  }

  /** Returns a row of the table vectors. */
  static Row vector(UserSplit user, int index) {
    History known = user.known();
    return RowFactory.create(user.userId(), index, known.items(), known.weights(), known.times());
  }

  private void writeHistories(JavaRDD<Numbered> numbered, long count) {
    write(
        "histories",
        Schemas.histories(logs.userId()),
        count,
        numbered.map(PreparedTables::history));
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

  private void writeTraining(long count) {
    if (count == 0) {
      throw new UnusableDataException(
          "No training users: the split holds all of them out. Set another split.kind or smaller shares");
    }
    write(
        "training",
        Schemas.training(),
        count,
        users.filter(UserSplit::isTrained).map(UserSplit::training).map(PreparedTables::training));
  }

  /** Returns a row of the table training, without its number. */
  static Object[] training(History training) {
    return new Object[] {training.items(), training.weights(), training.times()};
  }

  private void writeEvaluation(JavaRDD<Numbered> numbered, Tally tally) {
    long ranked = tally.total(Count.VALIDATION_USERS) + tally.total(Count.TEST_USERS);
    long others = weightsAreRatings ? tally.total(Count.HELD_OUT_USERS_OF_UNKNOWN_ITEMS) : 0;
    write(
        "evaluation",
        Schemas.evaluation(logs.userId()),
        ranked + others,
        EvaluationRows.of(numbered, weightsAreRatings));
  }

  /** Writes rows, numbered in their order. */
  private void write(String table, StructType schema, long count, JavaRDD<Object[]> values) {
    JavaRDD<Row> rows = values.zipWithIndex().map(PreparedTables::row);
    tables.write(table, spark.createDataFrame(rows, schema), schema, "row", count, madeFrom);
  }

  private static Row row(Tuple2<Object[], Long> pair) {
    Object[] values = new Object[pair._1().length + 1];
    values[0] = Math.toIntExact(pair._2());
    System.arraycopy(pair._1(), 0, values, 1, pair._1().length);
    return RowFactory.create(values);
  }
}
