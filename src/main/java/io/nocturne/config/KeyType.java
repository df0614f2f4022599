package io.nocturne.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a key's values, read from the "type:" line above it in {@code nightly.conf}: {@code
 * day}, {@code date}, {@code day or run-date}, {@code time zone}, {@code encoding}, {@code flag},
 * {@code text}, {@code text, may be empty}, {@code list of text}, {@code one of a, b}, {@code
 * number or none}, {@code free}, and {@code integer} or {@code number} with {@code , 1 or more},
 * {@code , more than 0} or {@code , 0 to 10}.
 */
final class KeyType {
  private static final Pattern FROM = Pattern.compile("(.+), (\\S+) or more");
  private static final Pattern ABOVE = Pattern.compile("(.+), more than (\\S+)");
  private static final Pattern BETWEEN = Pattern.compile("(.+), (\\S+) to (\\S+)");

  private final String text;
  private final List<String> choices;

  KeyType(String text) {
    this.text = text;
    this.choices =
        text.startsWith("one of ")
            ? Arrays.asList(text.substring("one of ".length()).split(", "))
            : List.of();
  }

  /** The type as it is written in the file. */
  @Override
  public String toString() {
    return text;
  }

  boolean isFree() {
    return text.equals("free");
  }

  boolean isNumber() {
    return text.startsWith("number") || text.startsWith("integer");
  }

  boolean isList() {
    return text.startsWith("list of");
  }

  /** Whether any text is a value of this type. */
  boolean isOpen() {
    return isFree() || isList() || text.equals("text") || text.equals("text, may be empty");
  }

  /** What is expected instead of this value; empty if the value is valid. */
  Optional<String> complaint(ConfigValue value) {
    if (isFree()) {
      return Optional.empty();
    }
    if (isList()) {
      return isListOfScalars(value) ? Optional.empty() : Optional.of(text);
    }
    if (!isScalar(value)) {
      return Optional.of(inWords());
    }
    String given = String.valueOf(value.unwrapped());
    if (!choices.isEmpty()) {
      return choices.contains(given)
          ? Optional.empty()
          : Optional.of(text + "; did you mean " + NearestName.of(given, choices) + "?");
    }
    return isRight(given) ? Optional.empty() : Optional.of(inWords());
  }

  private static boolean isListOfScalars(ConfigValue value) {
    return value instanceof ConfigList list && list.stream().allMatch(KeyType::isScalar);
  }

  private static boolean isScalar(ConfigValue value) {
    return switch (value.valueType()) {
      case LIST, OBJECT, NULL -> false;
      case BOOLEAN, NUMBER, STRING -> true;
    };
  }

  /** What is expected, in words for users. */
  private String inWords() {
    return switch (text) {
      case "flag" -> "true or false";
      case "day" -> "a day such as 2026-11-20";
      case "date" -> "a day such as 2026-11-20, today or yesterday";
      case "day or run-date" -> "a day such as 2026-11-20, or run-date";
      case "time zone" -> "a time zone such as UTC or Europe/Berlin";
      case "encoding" -> "an encoding such as UTF-8, UTF-16, ISO-8859-1 or windows-1252";
      default -> text;
    };
  }

  private boolean isRight(String given) {
    return switch (text) {
      case "text" -> !given.isEmpty();
      case "text, may be empty" -> true;
      case "flag" -> given.equals("true") || given.equals("false");
      case "day" -> isDay(given);
      case "date" -> given.equals("today") || given.equals("yesterday") || isDay(given);
      case "day or run-date" -> given.equals("run-date") || isDay(given);
      case "time zone" -> isZone(given);
      case "encoding" -> isEncoding(given);
      case "number or none" -> given.equals("none") || isNumber(given);
      default -> isInRange(given);
    };
  }

  private boolean isInRange(String given) {
    Matcher from = FROM.matcher(text);
    if (from.matches()) {
      return isOf(from.group(1), given) && number(given) >= number(from.group(2));
    }
    Matcher above = ABOVE.matcher(text);
    if (above.matches()) {
      return isOf(above.group(1), given) && number(given) > number(above.group(2));
    }
    Matcher between = BETWEEN.matcher(text);
    if (between.matches()) {
      return isOf(between.group(1), given)
          && number(given) >= number(between.group(2))
          && number(given) <= number(between.group(3));
    }
    return isOf(text, given);
  }

  private static boolean isOf(String kind, String given) {
    return switch (kind) {
      case "integer" -> isInteger(given);
      case "number" -> isNumber(given);
      default -> throw new IllegalStateException("Unknown type in nightly.conf: " + kind);
    };
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  private static boolean isNumber(String given) {
    try {
      return Double.isFinite(Double.parseDouble(given));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isInteger(String given) {
    try {
      Integer.parseInt(given);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDay(String given) {
    try {
      LocalDate.parse(given);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isZone(String given) {
    try {
      ZoneId.of(given);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isEncoding(String given) {
    try {
      return Charset.isSupported(given);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }
}
