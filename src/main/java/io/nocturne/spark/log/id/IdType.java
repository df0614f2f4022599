package io.nocturne.spark.log.id;

import java.util.Comparator;
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

  /** The order of ids of this type: integers by value, text by its UTF-8 bytes. */
  public Comparator<Object> order() {
    return this == LONG
        ? (a, b) -> Long.compare((Long) a, (Long) b)
        : (a, b) -> compareAsUtf8((String) a, (String) b);
  }

  private static int compareAsUtf8(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int k = 0; k < length; k++) {
      char x = a.charAt(k);
      char y = b.charAt(k);
      if (x != y) {
        // UTF-8 has the characters of two chars last
        boolean isOrderOfChars = Character.isSurrogate(x) == Character.isSurrogate(y);
        return isOrderOfChars ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** The name of the type in settings. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
