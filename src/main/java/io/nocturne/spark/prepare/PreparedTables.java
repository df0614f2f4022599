package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
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
  private final String madeFrom;

  /**
   * @param users all users of the log, in order, under the indices of the catalogue
   * @param madeFrom what the tables are stamped with
   */
  PreparedTables(
      SparkSession spark,
      TableStore tables,
      Logs logs,
      JavaRDD<UserSplit> users,
      Catalogue catalogue,
      String madeFrom) {
    this.spark = spark;
    this.tables = tables;
    this.logs = logs;
    this.users = users;
    this.catalogue = catalogue;
    this.madeFrom = madeFrom;
  }

  record Sizes(int items, Map<String, Long> counts) {}

  /**
   * Writes all tables.
   *
   * @param dictionary the log's items and their old indices
   */
  Sizes write(Dataset<Row> dictionary, Titles titles) {
    Map<String, Long> counts = Tally.of(users);
    if (counts.get("users") < 2) {
      throw new UnusableDataException(
          "Too few users: %d of the log's %d are left (expected 2 or more). Check prepare.min-rating and the least numbers of interactions"
              .formatted(counts.get("users"), counts.get("log_users")));
    }
    writeItems(dictionary, titles);
    writeUsers(counts.get("users"));
    writeHistories(counts.get("log_users"));
    writeTraining(counts.get("training_users"));
    writeEvaluation(counts.get("validation_users") + counts.get("test_users"));
    return new Sizes(catalogue.items(), counts);
  }

  private void writeItems(Dataset<Row> dictionary, Titles titles) {
    int[] newIndex = catalogue.newIndex();
    long[] interactions = catalogue.interactions(users);
    List<Row> kept = new ArrayList<>();
    for (int item = 0; item < newIndex.length; item++) {
      if (newIndex[item] >= 0) {
        kept.add(RowFactory.create(item, newIndex[item], interactions[newIndex[item]]));
      }
    }
    StructType schema =
        new StructType()
            .add("item_number", "int", false)
            .add("item_index", "int", false)
            .add("interactions", "long", false);
    Dataset<Row> items =
        spark
            .createDataFrame(kept, schema)
            .join(dictionary.withColumnRenamed("item", "item_id"), "item_number")
            .join(titles.read(spark, logs.itemId()), new String[] {"item_id"}, "left");
    tables.write(
        "items", items, Schemas.items(logs.itemId()), "item_index", catalogue.items(), madeFrom);
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

  private static Row vector(UserSplit user, int index) {
    History known = user.known();
    return RowFactory.create(user.userId(), index, known.items(), known.weights(), known.times());
  }

  private void writeHistories(long count) {
    write(
        "histories",
        Schemas.histories(logs.userId()),
        count,
        user ->
            List.<Object[]>of(
                    new Object[] {
                      user.userId(),
                      user.known().items(),
                      user.known().weights(),
                      user.known().times(),
                      user.seen(),
                      !user.training().isEmpty()
                    })
                .iterator());
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
        user -> {
          History training = user.training();
          return training.isEmpty()
              ? List.<Object[]>of().iterator()
              : List.<Object[]>of(
                      new Object[] {training.items(), training.weights(), training.times()})
                  .iterator();
        });
  }

  private void writeEvaluation(long count) {
    write(
        "evaluation",
        Schemas.evaluation(logs.userId()),
        count,
        user ->
            Stream.concat(
                    heldOut(user, "validation", user.validation()),
                    heldOut(user, "test", user.test()))
                .iterator());
  }

  private static Stream<Object[]> heldOut(UserSplit user, String part, HeldOut heldOut) {
    if (heldOut == null || heldOut.targets().isEmpty()) {
      return Stream.of();
    }
    History foldIn = heldOut.foldIn();
    return Stream.<Object[]>of(
        new Object[] {
          part,
          user.userId(),
          foldIn.items(),
          foldIn.weights(),
          foldIn.times(),
          heldOut.targets().sortedItems()
        });
  }

  /** Writes the rows that each user gives, numbered in the order of the users. */
  private void write(
      String table, StructType schema, long count, FlatMapFunction<UserSplit, Object[]> rows) {
    JavaRDD<Row> numbered = users.flatMap(rows).zipWithIndex().map(PreparedTables::numbered);
    tables.write(table, spark.createDataFrame(numbered, schema), schema, "row", count, madeFrom);
  }

  private static Row numbered(Tuple2<Object[], Long> pair) {
    Object[] values = new Object[pair._1().length + 1];
    values[0] = Math.toIntExact(pair._2());
    System.arraycopy(pair._1(), 0, values, 1, pair._1().length);
    return RowFactory.create(values);
  }
}
