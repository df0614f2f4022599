package io.nocturne.spark.log.file;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Converts values of columns to numbers. */
public final class Numbers {
  private static final int MOST_DIGITS = 19;

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private Numbers() {}

  /**
   * Parses an integer; null if the text is not an integer of 64 bits. Only the canonical form
   * counts: 007, +7 and -0 are texts, and other ids than 7 and 0.
   */
  public static Long integer(String text) {
    boolean negative = text.startsWith("-");
    int first = negative ? 1 : 0;
    int digits = text.length() - first;
    if (digits < 1 || digits > MOST_DIGITS || text.charAt(first) == '0' && text.length() > 1) {
      return null;
    }
    long size = 0; // less than 0 from 2^63 on, as 19 digits are less than 2^64
    for (int k = first; k < text.length(); k++) {
      int digit = text.charAt(k) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      size = 10 * size + digit;
    }
    boolean fits = size >= 0 || negative && size == Long.MIN_VALUE;
    return fits ? (Long) (negative ? -size : size) : null;
  }

  /** Returns a value as a number, null if it is not one. */
  public static Double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    String text = text(value);
    return text == null ? null : number(text.strip());
  }

  private static Double number(String text) {
    Long integer = integer(text);
    if (integer != null) {
      return integer.doubleValue();
    }
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

  /** Returns a value as a 64-bit integer, null if it is not one. */
  public static Long integer(Object value) {
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

  /** Returns the text of a value. */
  public static String text(Object value) {
    return value instanceof byte[] bytes
        ? Encodings.utf8(bytes)
        : value instanceof String s ? s : null;
  }
}
