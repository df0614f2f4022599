package io.nocturne.model;

import io.nocturne.config.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The hyper-parameters of a recipe by their names, in an exact text form: {@code lambda=500
 * solver=lapack}, sorted by name. Lists are written with commas: {@code hidden=600,300}.
 */
public final class Options {
  private final String owner;
  private final TreeMap<String, String> values;

  private Options(String owner, Map<String, String> values) {
    this.owner = owner;
    this.values = new TreeMap<>(values);
  }

  /**
   * Returns the options with these values.
   *
   * @param owner whose options they are, for messages, such as {@code train.mult-vae}
   */
  public static Options of(String owner, Map<String, String> values) {
    return new Options(owner, values);
  }

  /** Reads the text form. */
  public static Options parse(String owner, String text) {
    Map<String, String> values = new TreeMap<>();
    for (String word : text.strip().split("\\s+")) {
      int equals = word.indexOf('=');
      if (equals < 1 && !word.isEmpty()) {
        throw new IllegalArgumentException(
            "Invalid options: %s (expected name=value)".formatted(word));
      }
      if (equals > 0) {
        values.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return new Options(owner, values);
  }

  /** The same with another value of one option. */
  public Options with(String name, Object value) {
    Map<String, String> changed = new TreeMap<>(values);
    changed.put(name, value.toString());
    return new Options(owner, changed);
  }

  /** Whether there is such an option: one that is new is missing in the text of older models. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The value of a text option. */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "Missing option: %s.%s (there are %s)".formatted(owner, name, values.keySet()));
    }
    return value;
  }

  /** A number above 0. */
  public double positive(String name) {
    double value = finite(name);
    if (value <= 0) {
      throw invalid(name, "a number, more than 0");
    }
    return value;
  }

  /** A number of 0 or more. */
  public double nonNegative(String name) {
    double value = finite(name);
    if (value < 0) {
      throw invalid(name, "a number, 0 or more");
    }
    return value;
  }

  /** A number from 0 (inclusive) to 1 (exclusive). */
  public double share(String name) {
    double value = finite(name);
    if (value < 0 || value >= 1) {
      throw invalid(name, "a number, 0 or more and less than 1");
    }
    return value;
  }

  private double finite(String name) {
    double value = parsed(name, "a number", Double::parseDouble);
    if (!Double.isFinite(value)) {
      throw invalid(name, "a number");
    }
    return value;
  }

  /** A whole number above or equal to {@code least}. */
  public int integer(String name, int least) {
    int value = parsed(name, "a whole number", Integer::parseInt);
    if (value < least) {
      throw invalid(name, "a whole number, %d or more".formatted(least));
    }
    return value;
  }

  /** Whole numbers of 1 or more: the widths of layers; {@code none} for no layer. */
  public List<Integer> widths(String name) {
    if (text(name).equals("none")) {
      return List.of();
    }
    List<Integer> widths =
        parsed(
            name,
            "none, or widths of 1 or more",
            text -> Arrays.stream(text.split(",")).map(Integer::valueOf).toList());
    if (widths.stream().anyMatch(width -> width < 1)) {
      throw invalid(name, "none, or widths of 1 or more");
    }
    return widths;
  }

  /** A flag: {@code true} or {@code false}. */
  public boolean flag(String name) {
    return switch (text(name)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, "true or false");
    };
  }

  /** One of the names of an enumeration, written in small letters with hyphens. */
  public <E extends Enum<E>> E choice(String name, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (label(constant).equals(text(name))) {
        return constant;
      }
    }
    List<String> labels = Arrays.stream(type.getEnumConstants()).map(Options::label).toList();
    String nearest = NearestName.of(text(name), labels);
    throw invalid(
        name, "one of %s; did you mean %s?".formatted(String.join(", ", labels), nearest));
  }

  /** The text form, which {@link #parse} reads back. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(option -> option.getKey() + "=" + option.getValue())
        .collect(Collectors.joining(" "));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Options that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private <T> T parsed(String name, String expected, Function<String, T> parser) {
    try {
      return parser.apply(text(name));
    } catch (NumberFormatException e) {
      throw invalid(name, expected);
    }
  }

  /**
   * Exception for a value that is invalid, alone or together with another option.
   *
   * @param expected what is valid
   */
  public IllegalArgumentException invalid(String name, String expected) {
    return new IllegalArgumentException(
        "Invalid %s.%s: %s (expected %s)".formatted(owner, name, text(name), expected));
  }
}
