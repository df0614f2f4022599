package io.nocturne.spark.log.id;

import io.nocturne.spark.log.file.Numbers;
import io.nocturne.spark.log.file.RawRow.Nested;
import java.math.BigDecimal;

/** A user's or an item's id as read from a file, before the type of all ids is decided. */
public final class Id {
  /** The kind of a value, as evidence for the type of ids. */
  public enum Kind {
    /** An integer, or text of a file without types that is written as one. */
    INTEGER,
    /** A floating point number without a fraction. */
    WHOLE_NUMBER,
    /** Text of a file with types that could be read as an integer. */
    TEXT_OF_INTEGER,
    /** Any other text. */
    TEXT;

    /** The number of kinds. */
    public static final int COUNT = values().length;
  }

  private final String role;
  private final boolean typed;
  private Kind kind;
  private Object value;
  private String reason;

  /**
   * @param role {@code user} or {@code item}, for reasons
   * @param typed whether the file distinguishes text from numbers
   */
  public Id(String role, boolean typed) {
    this.role = role;
    this.typed = typed;
  }

  /** Reads a value; {@link #reason} says why it cannot be an id. */
  public void read(Object raw) {
    reason = null;
    if (raw instanceof Long) {
      is(Kind.INTEGER, raw);
    } else if (raw instanceof BigDecimal decimal) {
      readDecimal(decimal);
    } else if (raw instanceof Double number) {
      Long whole = Numbers.integer(number);
      is(Kind.WHOLE_NUMBER, whole);
      reason = whole == null ? role + ": a decimal number" : null;
    } else if (raw instanceof Boolean || raw instanceof Nested) {
      String what = raw instanceof Boolean ? "a flag" : raw == Nested.LIST ? "a list" : "an object";
      reason = role + ": " + what;
    } else {
      String text = Numbers.text(raw);
      boolean isText = raw == null || text != null && isWellFormed(text);
      reason = isText ? null : role + ": not UTF-8";
      reason = reason == null && (text == null || text.isBlank()) ? role + ": missing" : reason;
      readText(text);
    }
  }

  /** Half a character, which json can write, would be stored as a question mark, as any other. */
  private static boolean isWellFormed(String text) {
    for (int k = 0; k < text.length(); k++) {
      char c = text.charAt(k);
      if (Character.isSurrogate(c)) {
        boolean isPair = k + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(k + 1));
        if (!isPair) {
          return false;
        }
        k++;
      }
    }
    return true;
  }

  private void readText(String text) {
    Long integer = text == null ? null : Numbers.integer(text);
    if (integer == null) {
      is(Kind.TEXT, text);
    } else {
      is(typed ? Kind.TEXT_OF_INTEGER : Kind.INTEGER, integer);
    }
  }

  private void readDecimal(BigDecimal decimal) {
    Long integer = Numbers.integer(decimal);
    boolean whole = decimal.stripTrailingZeros().scale() <= 0;
    reason = whole ? null : role + ": a decimal number";
    is(
        integer == null ? Kind.TEXT : Kind.INTEGER,
        integer == null ? decimal.toPlainString() : integer);
  }

  private void is(Kind newKind, Object newValue) {
    kind = newKind;
    value = newValue;
  }

  /** Returns why the value cannot be an id of any type, null if it can. */
  public String reason() {
    return reason;
  }

  public Kind kind() {
    return kind;
  }

  /** The value before the type of all ids is known: a long where it can be one, else text. */
  public Object raw() {
    return value;
  }

  /** Returns why the value is not an id of that type, null if it is. */
  public static String misfit(String role, Kind kind, IdColumn column) {
    if (kind == Kind.WHOLE_NUMBER && !column.wholeNumbers()) {
      return role + ": a decimal number";
    }
    boolean text = kind == Kind.TEXT && column.type() == IdType.LONG;
    return text ? role + ": not an integer" : null;
  }

  /** The value in the type of all ids, which it must fit. */
  public Object value(IdType type) {
    return type == IdType.LONG ? value : String.valueOf(value);
  }
}
