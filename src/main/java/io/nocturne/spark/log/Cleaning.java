package io.nocturne.spark.log;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.nocturne.spark.UnusableDataException;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Gives each row of a log its types and, where it is bad, the reason: columns {@code user}, {@code
 * item} (of the id types), {@code rating} (double, 1 where the log has none), {@code time} (seconds
 * since 1970) and {@code order} (long; both null where the log has none), {@code source}, {@code
 * row} and {@code reason} (null for a good row). The first reason found is given.
 */
final class Cleaning {
  private static final String INTEGER = "^(0|-?[1-9][0-9]{0,18})$";
  private static final Set<DataType> TIMES =
      Set.of(DataTypes.TimestampType, DataTypes.TimestampNTZType, DataTypes.DateType);

  private final LogSettings settings;
  private final boolean hasRating;
  private final boolean hasTime;
  private final boolean hasOrder;
  private final StructType schema;

  /**
   * @param settings with the id types resolved
   * @param raw what {@link LogReader} has read
   */
  Cleaning(LogSettings settings, Dataset<Row> raw, LoggedColumns logged) {
    this.settings = settings;
    this.schema = raw.schema();
    this.hasRating = logged.rating();
    this.hasTime = logged.time();
    this.hasOrder = logged.order();
  }

  /** Refuses columns of a type that cannot be what they are said to be. */
  static void checkTypes(String path, StructType schema) {
    for (String id : new String[] {"user", "item"}) {
      DataType type = type(schema, id);
      if (!(type instanceof StringType || type instanceof IntegralType)) {
        throw wrongType(path, id, type, "a string or an integer");
      }
    }
    DataType rating = type(schema, "rating");
    if (!(rating instanceof StringType || rating instanceof NumericType)) {
      throw wrongType(path, "rating", rating, "a number");
    }
    DataType time = type(schema, "time");
    if (!(time instanceof StringType || time instanceof NumericType || TIMES.contains(time))) {
      throw wrongType(path, "time", time, "a number, a text or a timestamp");
    }
    DataType order = type(schema, "order");
    if (!(order instanceof StringType || order instanceof IntegralType)) {
      throw wrongType(path, "order", order, "an integer");
    }
  }

  /**
   * Settles the id types that the settings leave open: those of the files, or, where these know no
   * types, long when every id is an integer.
   */
  static LogSettings resolveIds(LogSettings settings, Dataset<Row> raw, boolean textOnly) {
    IdType user = byType(settings.userIds(), raw, "user", textOnly);
    IdType item = byType(settings.itemIds(), raw, "item", textOnly);
    if (user != IdType.AUTO && item != IdType.AUTO) {
      return settings.withIds(user, item);
    }
    Row anyText =
        raw.filter(col("malformed").equalTo(false))
            .agg(max(isText("user")), max(isText("item")))
            .first();
    return settings.withIds(byContent(user, anyText.get(0)), byContent(item, anyText.get(1)));
  }

  private static IdType byType(IdType wanted, Dataset<Row> raw, String column, boolean textOnly) {
    if (wanted == IdType.AUTO && type(raw.schema(), column) instanceof IntegralType) {
      return IdType.LONG;
    }
    return wanted == IdType.AUTO && !textOnly ? IdType.STRING : wanted;
  }

  private static IdType byContent(IdType wanted, Object anyText) {
    if (wanted != IdType.AUTO) {
      return wanted;
    }
    return Boolean.FALSE.equals(anyText) ? IdType.LONG : IdType.STRING;
  }

  /** Missing ids are bad rows and say nothing about the type of the others. */
  private static Column isText(String id) {
    return not(isMissing(id)).and(not(isInteger(col(id))));
  }

  Dataset<Row> check(Dataset<Row> raw) {
    Column user = id("user", settings.userIds());
    Column item = id("item", settings.itemIds());
    Column rating = hasRating ? col("rating").try_cast("double") : lit(1.0);
    Column time =
        hasTime
            ? settings.rules().timeFormat().seconds(col("time"), type(schema, "time"))
            : lit(null).cast("long");
    Column order = hasOrder ? col("order").try_cast("long") : lit(null).cast("long");
    Column reason =
        when(col("malformed"), "malformed row")
            .when(isMissing("user"), "user: missing")
            .when(user.isNull(), "user: not an integer")
            .when(isMissing("item"), "item: missing")
            .when(item.isNull(), "item: not an integer");
    reason = hasRating ? ratingReasons(reason, rating) : reason;
    reason = hasTime ? timeReasons(reason, time) : reason;
    reason = hasOrder ? reason.when(order.isNull(), "order: not an integer") : reason;
    return raw.select(
        user.as("user"),
        item.as("item"),
        rating.as("rating"),
        time.as("time"),
        order.as("order"),
        col("source"),
        col("row"),
        reason.as("reason"));
  }

  private Column ratingReasons(Column reason, Column rating) {
    Column reasons =
        reason
            .when(col("rating").isNull(), "rating: missing")
            .when(rating.isNull(), "rating: not a number")
            .when(isnan(rating), "rating: NaN")
            .when(abs(rating).gt((double) Float.MAX_VALUE), "rating: infinite");
    return settings.rules().allowNonPositive()
        ? reasons
        : reasons.when(
            rating.leq(0), "rating: not positive (see prepare.min-rating, evaluate.rating-scale)");
  }

  private Column timeReasons(Column reason, Column time) {
    long first = settings.rules().earliest().atStartOfDay(settings.rules().zone()).toEpochSecond();
    long end =
        settings.rules().latest().plusDays(1).atStartOfDay(settings.rules().zone()).toEpochSecond();
    return reason
        .when(col("time").isNull(), "time: missing")
        .when(time.isNull(), "time: not a time")
        .when(time.lt(first), "time: before " + settings.rules().earliest())
        .when(time.geq(end), "time: after " + settings.rules().latest());
  }

  private Column id(String name, IdType type) {
    Column raw = col(name);
    if (type == IdType.STRING) {
      return raw.cast("string");
    }
    return type(schema, name) instanceof IntegralType
        ? raw.cast("long")
        : when(isInteger(raw), raw.try_cast("long"));
  }

  private static Column isInteger(Column text) {
    return text.rlike(INTEGER).and(text.try_cast("long").isNotNull());
  }

  private static Column isMissing(String name) {
    return col(name).isNull().or(trim(col(name).cast("string")).equalTo(""));
  }

  private static DataType type(StructType schema, String column) {
    return schema.apply(column).dataType();
  }

  private static UnusableDataException wrongType(
      String path, String column, DataType type, String expected) {
    return new UnusableDataException(
        "Column of another type: the %s of %s is %s (expected %s). Choose the column with input.columns.%s"
            .formatted(column, path, type.simpleString(), expected, column));
  }
}
