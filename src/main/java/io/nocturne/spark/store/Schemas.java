package io.nocturne.spark.store;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** The columns of every table; {@code docs/tables.md} says what they mean. */
public final class Schemas {
  private static final DataType INTS = createArrayType(IntegerType, false);
  private static final DataType FLOATS = createArrayType(FloatType, false);
  private static final DataType LONGS = createArrayType(LongType, false);

  private Schemas() {}

  /** Published: the catalogue. */
  public static StructType items(DataType itemId) {
    return new StructType()
        .add("item_id", itemId, false)
        .add("item_index", IntegerType, false)
        .add("title", StringType, true)
        .add("interactions", LongType, false);
  }

  /** Published: the users with enough interactions. */
  public static StructType users(DataType userId) {
    return new StructType()
        .add("user_id", userId, false)
        .add("user_index", IntegerType, false)
        .add("interactions", LongType, false);
  }

  /** Published: a sparse row for each of the users. */
  public static StructType vectors(DataType userId, boolean withTimes) {
    StructType vectors =
        new StructType()
            .add("user_id", userId, false)
            .add("user_index", IntegerType, false)
            .add("items", INTS, false)
            .add("weights", FLOATS, false);
    return withTimes ? vectors.add("times", LONGS, false) : vectors;
  }

  /** Published: the bad rows. */
  public static StructType quarantine() {
    return new StructType()
        .add("source", StringType, true)
        .add("row", StringType, true)
        .add("reason", StringType, false);
  }

  /** Internal: the training rows, sorted by {@code row}, 0 to users - 1. */
  public static StructType training() {
    return new StructType()
        .add("row", IntegerType, false)
        .add("items", INTS, false)
        .add("weights", FLOATS, false)
        .add("times", LONGS, false);
  }

  /**
   * Internal: every user of the log, {@code row} by {@code row}, and the history of each. {@code
   * trained_row} is the user's {@code row} in {@link #training}, -1 for none.
   */
  public static StructType histories(DataType userId) {
    return new StructType()
        .add("row", IntegerType, false)
        .add("user_id", userId, false)
        .add("items", INTS, false)
        .add("weights", FLOATS, false)
        .add("times", LONGS, false)
        .add("seen", INTS, false)
        .add("trained", "boolean", false)
        .add("trained_row", IntegerType, false);
  }

  /** Internal: the items that may be recommended, where not all of the catalogue may be. */
  public static StructType allowedItems() {
    return new StructType().add("item_index", IntegerType, false);
  }

  /**
   * Internal: held-out users or interactions; {@code part} is validation or test. {@code
   * held_out_weights} belong to {@code held_out}, item by item; {@code unknown_weights} to held-out
   * interactions with items outside the catalogue. Users with only those come last, and are present
   * only if weights are ratings.
   */
  public static StructType evaluation(DataType userId) {
    return new StructType()
        .add("row", IntegerType, false)
        .add("part", StringType, false)
        .add("user_id", userId, false)
        .add("items", INTS, false)
        .add("weights", FLOATS, false)
        .add("times", LONGS, false)
        .add("held_out", INTS, false)
        .add("held_out_weights", FLOATS, false)
        .add("unknown_weights", FLOATS, false)
        .add("trained_row", IntegerType, false);
  }

  /** Published: means over users, with 95 % intervals where they are computed. */
  public static StructType metrics() {
    return new StructType()
        .add("model", StringType, false)
        .add("metric", StringType, false)
        .add("value", DoubleType, false)
        .add("lower", DoubleType, true)
        .add("upper", DoubleType, true)
        .add("users", LongType, false);
  }

  /** Published: the model's metrics of each test user. */
  public static StructType userMetrics(DataType userId) {
    return new StructType()
        .add("user_id", userId, false)
        .add("metric", StringType, false)
        .add("value", DoubleType, false);
  }

  /** Published: a list for every user of the log. */
  public static StructType recommendations(DataType userId, DataType itemId) {
    return new StructType()
        .add("user_id", userId, false)
        .add("recommendations", scoredItems(itemId), false)
        .add("tier", StringType, false);
  }

  /** Published: a list for every item. */
  public static StructType similarItems(DataType itemId) {
    return new StructType()
        .add("item_id", itemId, false)
        .add("similar", scoredItems(itemId), false);
  }

  /** Published, in place of {@link #recommendations}: a row for each item of each user's list. */
  public static StructType longRecommendations(DataType userId, DataType itemId) {
    return new StructType()
        .add("user_id", userId, false)
        .add("rank", IntegerType, false)
        .add("item_id", itemId, false)
        .add("score", FloatType, false)
        .add("tier", StringType, false);
  }

  /** Published, in place of {@link #similarItems}: a row for each similar item of each item. */
  public static StructType longSimilarItems(DataType itemId) {
    return new StructType()
        .add("item_id", itemId, false)
        .add("rank", IntegerType, false)
        .add("similar_item_id", itemId, false)
        .add("score", FloatType, false);
  }

  /** Published: the code of every user of the log, where the model has codes. */
  public static StructType userCodes(DataType userId) {
    return codes("user_id", userId).add("tier", StringType, false);
  }

  /** Published: the code of every item, where the model has codes. */
  public static StructType itemCodes(DataType itemId) {
    return codes("item_id", itemId);
  }

  /** Published: what each item adds to the scores of others, where the model has such weights. */
  public static StructType itemWeights(DataType itemId) {
    return new StructType()
        .add("item_id", itemId, false)
        .add("items", createArrayType(itemId, false), false)
        .add("weights", FLOATS, false);
  }

  private static StructType codes(String name, DataType id) {
    return new StructType()
        .add(name, id, false)
        .add("code", FLOATS, false)
        .add("norm", FloatType, false);
  }

  /** Outside of runs: histories drawn from a model. */
  public static StructType generated(DataType itemId) {
    return new StructType()
        .add("user", LongType, false)
        .add("items", createArrayType(itemId, false), false);
  }

  /** Internal: the parameters of a model. */
  public static StructType parameters() {
    return new StructType()
        .add("part", IntegerType, false)
        .add("block", StringType, false)
        .add("floats", FLOATS, true)
        .add("integers", INTS, true);
  }

  private static DataType scoredItems(DataType itemId) {
    StructType scored =
        new StructType().add("item_id", itemId, false).add("score", FloatType, false);
    return createArrayType(scored, false);
  }
}
