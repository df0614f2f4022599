package io.nocturne.spark.log;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvFormat;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;

/**
 * Cuts lines at delimiters (RFC 4180, but for line breaks within quotes). An empty cell is null, a
 * quoted one that is empty is the empty text.
 */
final class CsvParser {
  /** Room beyond the columns of the header, so that longer rows are cut and not refused. */
  private static final int MORE_COLUMNS = 1024;

  private final com.univocity.parsers.csv.CsvParser parser;

  /**
   * @param columns how many columns are expected
   */
  CsvParser(String delimiter, int columns) {
    CsvParserSettings settings = new CsvParserSettings();
    CsvFormat format = settings.getFormat();
    format.setDelimiter(delimiter);
    format.setQuote('"');
    format.setQuoteEscape('"');
    format.setComment('\0');
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(columns + MORE_COLUMNS);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setEmptyValue("");
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.STOP_AT_DELIMITER);
    parser = new com.univocity.parsers.csv.CsvParser(settings);
  }

  /** The cells of a line that is not blank; null where it has many more than expected. */
  String[] cells(String line) {
    try {
      String[] cells = parser.parseLine(line);
      return cells == null ? new String[] {null} : cells;
    } catch (TextParsingException e) {
      return null;
    }
  }
}
