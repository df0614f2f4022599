package io.nocturne.spark.log.parquet;

import java.io.Serializable;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A column of a parquet file, and how to read it. Spark refuses a whole file for a column of a type
 * that it does not know, needed or not, so it gets a schema of the needed columns only.
 *
 * @param name the file's own name
 * @param type the type that Spark reads it as; null if it cannot be read
 * @param kind the kind of its values
 * @param described the type in words, for messages
 */
record ParquetColumn(String name, DataType type, Kind kind, String described)
    implements Serializable {

  /** The kind of the values of a column. */
  enum Kind {
    TEXT,
    INTEGER,
    NUMBER,
    TIMESTAMP,
    /** Nanoseconds since 1970, which Spark reads as numbers. */
    NANOS,
    /** Nanoseconds since 1970 on a clock of the configured time zone. */
    LOCAL_NANOS,
    OTHER
  }

  static ParquetColumn of(Type column) {
    LogicalTypeAnnotation logical = column.getLogicalTypeAnnotation();
    String described = described(column);
    if (!column.isPrimitive() || column.isRepetition(Type.Repetition.REPEATED)) {
      return new ParquetColumn(column.getName(), null, Kind.OTHER, described);
    }
    PrimitiveType primitive = column.asPrimitiveType();
    DataType type =
        logical instanceof DecimalLogicalTypeAnnotation decimal
            ? DataTypes.createDecimalType(decimal.getPrecision(), decimal.getScale())
            : plainType(primitive, logical);
    return new ParquetColumn(column.getName(), type, kind(primitive, logical), described);
  }

  private static DataType plainType(PrimitiveType column, LogicalTypeAnnotation logical) {
    return switch (column.getPrimitiveTypeName()) {
      case INT32 -> int32(logical);
      case INT64 -> int64(logical);
      case INT96 -> DataTypes.TimestampType;
      case FLOAT -> DataTypes.FloatType;
      case DOUBLE -> DataTypes.DoubleType;
      case BINARY -> DataTypes.BinaryType; // text too: it is decoded here, and strictly
      default -> null;
    };
  }

  private static DataType int32(LogicalTypeAnnotation logical) {
    if (logical == null || logical instanceof IntLogicalTypeAnnotation) {
      boolean unsigned = logical instanceof IntLogicalTypeAnnotation i && !i.isSigned();
      return unsigned ? DataTypes.LongType : DataTypes.IntegerType;
    }
    boolean date = logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation;
    return date ? DataTypes.DateType : null;
  }

  private static DataType int64(LogicalTypeAnnotation logical) {
    if (logical instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
      return DataTypes.createDecimalType(20, 0);
    }
    if (logical == null || logical instanceof IntLogicalTypeAnnotation) {
      return DataTypes.LongType;
    }
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      if (timestamp.getUnit() == TimeUnit.NANOS) {
        return DataTypes.LongType;
      }
      return timestamp.isAdjustedToUTC() ? DataTypes.TimestampType : DataTypes.TimestampNTZType;
    }
    return null;
  }

  private static Kind kind(PrimitiveType column, LogicalTypeAnnotation logical) {
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal.getScale() == 0 ? Kind.INTEGER : Kind.NUMBER;
    }
    if (logical instanceof TimestampLogicalTypeAnnotation time
        && time.getUnit() == TimeUnit.NANOS) {
      return time.isAdjustedToUTC() ? Kind.NANOS : Kind.LOCAL_NANOS;
    }
    DataType type = plainType(column, logical);
    if (type == null) {
      return Kind.OTHER;
    }
    if (type.equals(DataTypes.BinaryType)) {
      return Kind.TEXT;
    }
    if (type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType)) {
      return Kind.NUMBER;
    }
    boolean integer = logical == null || logical instanceof IntLogicalTypeAnnotation;
    return integer && !type.equals(DataTypes.TimestampType) ? Kind.INTEGER : Kind.TIMESTAMP;
  }

  /** Whether the column has a type that fits the role. */
  boolean fits(String role) {
    return switch (role) {
      case "user", "item" -> kind == Kind.TEXT || kind == Kind.INTEGER || isFloating();
      case "order" -> kind == Kind.TEXT || kind == Kind.INTEGER;
      case "rating" -> kind == Kind.TEXT || kind == Kind.INTEGER || kind == Kind.NUMBER;
      case "time" -> kind != Kind.OTHER;
      default -> kind == Kind.TEXT;
    };
  }

  /**
   * Whether the column has floating point numbers: pandas turns ids into these if some are missing.
   */
  private boolean isFloating() {
    return DataTypes.DoubleType.equals(type) || DataTypes.FloatType.equals(type);
  }

  private static String described(Type column) {
    LogicalTypeAnnotation logical = column.getLogicalTypeAnnotation();
    if (!column.isPrimitive()) {
      return logical == null ? "struct" : logical.toString().toLowerCase(java.util.Locale.ROOT);
    }
    PrimitiveType primitive = column.asPrimitiveType();
    String name = primitive.getPrimitiveTypeName().toString().toLowerCase(java.util.Locale.ROOT);
    String length = primitive.getTypeLength() > 0 ? "(" + primitive.getTypeLength() + ")" : "";
    String repeated = column.isRepetition(Type.Repetition.REPEATED) ? "repeated " : "";
    return repeated + name + length + (logical == null ? "" : " (" + logical + ")");
  }
}
