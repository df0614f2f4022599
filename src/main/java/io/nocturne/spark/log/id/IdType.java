package io.nocturne.spark.log.id;

import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The type that ids have in every table. */
public enum IdType {
  /** Inferred from the rows, see {@link IdColumn#decide}. */
  AUTO,
  /** Text, kept byte for byte. */
  STRING,
  /** A 64-bit integer. */
  LONG;

  /** The column type; {@link #AUTO} must have been resolved before. */
  public DataType dataType() {
    return switch (this) {
      case STRING -> DataTypes.StringType;
      case LONG -> DataTypes.LongType;
      case AUTO -> throw new IllegalStateException("The id type has not been resolved");
    };
  }

  /** The name of the type in settings. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
