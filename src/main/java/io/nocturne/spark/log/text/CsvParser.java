package io.nocturne.spark.log.text;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvFormat;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.util.Arrays;

/**
 * Cuts lines at delimiters (RFC 4180, but for line breaks within quotes). An empty cell is null, a
 * quoted one that is empty is the empty text.
 */
final class CsvParser {
  /** Room beyond the columns of the header, so that longer rows are cut and not refused. */
  private static final int MORE_COLUMNS = 1024;

  /** No line of text begins with it. */
  private static final char COMMENT = '\0';

  private final String delimiter;
  private final String[] cells;
  private final com.univocity.parsers.csv.CsvParser parser;

  /**
   * @param columns the number of expected columns
   */
  CsvParser(String delimiter, int columns) {
    this.delimiter = delimiter;
    this.cells = new String[columns + MORE_COLUMNS];
    CsvParserSettings settings = new CsvParserSettings();
    CsvFormat format = settings.getFormat();
    format.setDelimiter(delimiter);
    format.setQuote('"');
    format.setQuoteEscape('"');
    format.setComment(COMMENT);
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(columns + MORE_COLUMNS);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setEmptyValue("");
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.STOP_AT_DELIMITER);
    parser = new com.univocity.parsers.csv.CsvParser(settings);
  }

  /**
   * Whether a cell begins with a quote that is not closed in this line: then the cell has a line
   * break, and the line is only a part of a row.
   */
  boolean endsWithinQuotes(String line) {
    int at = 0;
    while (at < line.length() && line.indexOf('"', at) >= 0) {
      if (line.charAt(at) == '"') {
        at = closing(line, at + 1);
        if (at < 0) {
          return true;
        }
      }
      int next = line.indexOf(delimiter, at);
      at = next < 0 ? line.length() : next + delimiter.length();
    }
    return false;
  }

  /**
   * Returns the place of the quote that closes a cell, -1 if there is none; a doubled quote does
   * not close it.
   */
  private static int closing(String line, int from) {
    int quote = line.indexOf('"', from);
    while (quote >= 0 && quote + 1 < line.length() && line.charAt(quote + 1) == '"') {
      quote = line.indexOf('"', quote + 2);
    }
    return quote;
  }

  /** Returns the cells of a line that is not blank; null if it has many more than expected. */
  String[] cells(String line) {
    return line.indexOf('"') < 0 && line.charAt(0) != COMMENT ? unquoted(line) : parsed(line);
  }

  /** Cuts a line without quotes, as most are, in a fraction of the parser's time. */
  private String[] unquoted(String line) {
    int count = 0;
    for (int from = 0; from >= 0 && count < cells.length; count++) {
      int end = line.indexOf(delimiter, from);
      String cell = line.substring(from, end < 0 ? line.length() : end);
      cells[count] = cell.isEmpty() ? null : cell;
      from = end < 0 ? -1 : end + delimiter.length();
      if (end >= 0 && count + 1 == cells.length) {
        return null;
      }
    }
    return Arrays.copyOf(cells, count);
  }

  private String[] parsed(String line) {
    try {
      String[] cells = parser.parseLine(line);
      return cells == null ? new String[] {null} : cells;
    } catch (TextParsingException e) {
      return null;
    }
  }
}
