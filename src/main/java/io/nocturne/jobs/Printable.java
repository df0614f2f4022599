package io.nocturne.jobs;

/**
 * Makes text safe to show on a terminal. Ids, titles, headers and file names come from other
 * people: an escape sequence in one of them could rewrite the screen, a line break could forge a
 * line of the log, and a bidirectional override could reverse a message.
 */
final class Printable {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private Printable() {}

  /**
   * Returns the text on one line. Control characters, line and paragraph separators, invisible
   * format characters and lone surrogates become &#92;uXXXX, as in JSON: so the text of a JSON
   * object stays one, of the same value. The joiners, which some scripts and emojis need, stay.
   */
  static String of(String text) {
    if (text.codePoints().allMatch(Printable::isPlain)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(c -> append(escaped, c));
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int codePoint) {
    if (isPlain(codePoint)) {
      escaped.appendCodePoint(codePoint);
      return;
    }
    for (char unit : Character.toChars(codePoint)) {
      escaped.append("\\u%04x".formatted((int) unit));
    }
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      case Character.FORMAT -> codePoint == ZERO_WIDTH_NON_JOINER || codePoint == ZERO_WIDTH_JOINER;
      default -> true;
    };
  }
}
