package io.nocturne.model.sample;

/** Writes one line of CSV: RFC 4180, section 2. */
final class CsvLine {

  private CsvLine() {}

  /** The fields, quoted where they hold a comma, a quote or a line break, without a line end. */
  static String of(String... fields) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < fields.length; i++) {
      line.append(i == 0 ? "" : ",").append(quoted(fields[i]));
    }
    return line.toString();
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
