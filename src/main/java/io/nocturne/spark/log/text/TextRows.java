package io.nocturne.spark.log.text;

import io.nocturne.spark.log.file.Encodings;
import io.nocturne.spark.log.file.FileLayout;
import io.nocturne.spark.log.file.LogFormat;
import io.nocturne.spark.log.file.RawRow;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** The rows of some parts of text files, one after another. */
final class TextRows implements Iterator<RawRow> {
  /** The reason of a row with bytes that are not in the encoding; the encoding follows. */
  static final String NOT_ENCODED = "malformed row: not ";

  private final Iterator<TextSlice> slices;
  private final LogFormat format;
  private final boolean header;
  private final Configuration hadoop;
  private final RawRow row;
  private TextSlice slice;
  private TextLines lines;
  private Encodings encoding;
  private RowCutter cutter;
  private boolean ready;

  /**
   * @param header whether csv begins with a line of names
   */
  TextRows(
      List<TextSlice> slices, LogFormat format, boolean header, int roles, Configuration hadoop) {
    this.slices = slices.iterator();
    this.format = format;
    this.header = header;
    this.hadoop = hadoop;
    this.row = new RawRow(roles);
    TaskContext task = TaskContext.get();
    if (task
        != null) { // which may end before the last row, by a failure or as its caller has enough
      task.addTaskCompletionListener((TaskCompletionListener) ended -> close());
    }
  }

  @Override
  public boolean hasNext() {
    while (!ready) {
      if (lines == null) {
        if (!slices.hasNext()) {
          return false;
        }
        open(slices.next());
      }
      if (lines.next()) {
        ready = read();
      } else {
        close();
      }
    }
    return true;
  }

  private void close() {
    if (lines != null) {
      lines.close();
      lines = null;
    }
  }

  private void open(TextSlice next) {
    slice = next;
    FileLayout layout = next.layout();
    lines = TextLines.of(layout.file(), next.start(), next.end(), next.encoding(), hadoop);
    encoding = new Encodings(next.encoding());
    cutter =
        format == LogFormat.JSON
            ? new JsonCutter(layout)
            : new CsvCutter(layout, header, header && next.start() == 0);
  }

  /** Whether the line is a row. */
  private boolean read() {
    byte[] bytes = lines.bytes();
    int length = lines.length();
    String decoded = encoding.decode(bytes, length);
    String line = decoded == null ? encoding.escaped(bytes, length) : decoded;
    if (!cutter.isRow(line)) {
      return false;
    }
    row.begin(slice.layout().file()::source, () -> line);
    if (decoded == null) {
      row.malformed(NOT_ENCODED + slice.encoding());
    } else {
      cutter.cut(line, row);
    }
    return true;
  }

  @Override
  public RawRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ready = false;
    return row;
  }
}
