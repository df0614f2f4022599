package io.nocturne.spark.log.text;

import io.nocturne.spark.log.file.FileLayout;
import io.nocturne.spark.log.file.RawRow;
import java.util.Arrays;
import java.util.List;

/** Cuts the lines of a csv file. */
final class CsvCutter implements RowCutter {
  private final FileLayout layout;
  private final CsvParser parser;
  private final String[] header;
  private boolean headerIsAhead;

  /**
   * @param header whether the file begins with a line of names, and whether this part includes it
   */
  CsvCutter(FileLayout layout, boolean header, boolean headerIsAhead) {
    this.layout = layout;
    this.parser = new CsvParser(layout.delimiter(), layout.names().size());
    this.header = header ? layout.names().toArray(String[]::new) : null;
    this.headerIsAhead = headerIsAhead;
  }

  @Override
  public boolean isRow(String line) {
    if (line.isBlank()) {
      return false;
    }
    boolean row = !headerIsAhead;
    headerIsAhead = false;
    return row;
  }

  @Override
  public void cut(String line, RawRow row) {
    if (parser.endsWithinQuotes(line)) {
      row.malformed("malformed row: a quote is not closed");
      return;
    }
    String[] cells = parser.cells(line);
    int width = layout.names().size();
    if (cells == null || cells.length < width || !isBlank(cells, width)) {
      row.malformed("malformed row");
      return;
    }
    if (header != null && isHeader(cells)) {
      row.malformed("repeated header");
      return;
    }
    int[] places = layout.places();
    for (int role = 0; role < places.length; role++) {
      row.set(role, places[role] < 0 ? null : cells[places[role]]);
    }
  }

  /**
   * Whether all further cells are blank: delimiters at the end of a line make cells without a name.
   */
  private static boolean isBlank(String[] cells, int from) {
    for (int k = from; k < cells.length; k++) {
      if (cells[k] != null) {
        return false;
      }
    }
    return true;
  }

  private boolean isHeader(String[] cells) {
    return header[0].equals(name(cells[0], 0))
        && Arrays.equals(header, names(cells).subList(0, header.length).toArray());
  }

  /** The names in a header line; a column without one is called by its place, _c0, _c1, ... */
  static List<String> names(String[] cells) {
    String[] names = new String[cells.length];
    for (int k = 0; k < names.length; k++) {
      names[k] = name(cells[k], k);
    }
    return Arrays.asList(names);
  }

  private static String name(String cell, int place) {
    return cell == null || cell.isBlank() ? "_c" + place : cell;
  }
}
