package io.nocturne.jobs.settings;

import io.nocturne.config.ConfigurationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The separator of columns, with escapes for characters that cannot be written on a command line.
 */
final class Delimiter {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|[tnr0\\\\])");

  private Delimiter() {}

  /** The text with {@code \t}, {@code \x01}, {@code \u0001} and a doubled backslash replaced. */
  static String unescaped(String key, String written) {
    String delimiter =
        ESCAPE.matcher(written).replaceAll(m -> Matcher.quoteReplacement(character(m.group())));
    boolean breaksLines = delimiter.contains("\n") || delimiter.contains("\r");
    if (breaksLines || delimiter.contains("\"")) {
      throw new ConfigurationException(
          "Invalid %s: %s (expected a separator of columns without quotes and line breaks)"
              .formatted(key, written));
    }
    return delimiter;
  }

  private static String character(String escape) {
    return switch (escape.charAt(1)) {
      case 't' -> "\t";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case '0' -> "\0";
      case '\\' -> "\\";
      default -> String.valueOf((char) Integer.parseInt(escape.substring(2), 16));
    };
  }
}
