package io.nocturne.spark.log;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads numbers from what the columns of files hold. */
final class Numbers {
  /** An integer has one way to be written: 007 and +7 are texts, and other ids than 7. */
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private Numbers() {}

  /** The integer that a text is, null where it is none of 64 bits or is not written as one. */
  static Long integer(String text) {
    int length = text.length();
    if (length == 0 || length > 20 || !INTEGER.matcher(text).matches()) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) { // of 19 digits, and above the largest
      return null;
    }
  }

  /** The number that a value is, null where it is none. */
  static Double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    String text = text(value);
    return text == null ? null : number(text.strip());
  }

  private static Double number(String text) {
    if (DECIMAL.matcher(text).matches()) {
      return Double.valueOf(text);
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /** The 64-bit integer that a value is, null where it is none. */
  static Long integer(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.scale() <= 0 || decimal.stripTrailingZeros().scale() <= 0
          ? exact(decimal)
          : null;
    }
    if (value instanceof Double number) {
      return number == Math.rint(number) && Math.abs(number) <= 1L << 53
          ? number.longValue()
          : null;
    }
    String text = text(value);
    return text == null ? null : integer(text.strip());
  }

  private static Long exact(BigDecimal decimal) {
    try {
      return decimal.longValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** The text of a value that is one. */
  static String text(Object value) {
    return value instanceof byte[] bytes
        ? Encodings.utf8(bytes)
        : value instanceof String s ? s : null;
  }
}
