package io.nocturne.spark.log;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** How times are written in a log. All become whole seconds since 1970. */
public enum TimeFormat {
  /** Numbers from {@link #FIRST_MILLIS} on are milliseconds, other numbers seconds, text is ISO. */
  AUTO,
  /** Seconds since 1970. */
  SECONDS,
  /** Milliseconds since 1970. */
  MILLIS,
  /** ISO 8601 text; without an offset it is in the session's time zone. */
  ISO;

  /** As seconds this is the year 5138, as milliseconds it is March 1973. */
  static final double FIRST_MILLIS = 1e11;

  /** Spark would take a time alone, such as 03:00, for one of the day on which it runs. */
  private static final String DATE_FIRST = "^\\d{4}-\\d{1,2}-\\d{1,2}";

  /** The seconds of {@code time}, null where it cannot be read. */
  Column seconds(Column time, DataType type) {
    if (type.equals(DataTypes.TimestampType)
        || type.equals(DataTypes.TimestampNTZType)
        || type.equals(DataTypes.DateType)) {
      return time.cast("timestamp").cast("long");
    }
    Column number = time.try_cast("double");
    Column seconds = whole(number);
    Column millis = whole(number.divide(1000));
    Column text = time.cast("string");
    Column iso = when(text.rlike(DATE_FIRST), text.try_cast("timestamp").cast("long"));
    return switch (this) {
      case SECONDS -> seconds;
      case MILLIS -> millis;
      case ISO -> iso;
      case AUTO -> coalesce(when(abs(number).geq(FIRST_MILLIS), millis).otherwise(seconds), iso);
    };
  }

  /** NaN and infinity have no whole part: null, not an overflow. */
  private static Column whole(Column number) {
    return when(abs(number).lt(1e18), floor(number).cast("long"));
  }
}
