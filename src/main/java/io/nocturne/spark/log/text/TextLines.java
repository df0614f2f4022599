package io.nocturne.spark.log.text;

import io.nocturne.spark.log.file.DataFile;
import io.nocturne.spark.log.file.Encodings;
import io.nocturne.spark.log.file.UnreadableFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.LineReader;

/**
 * The lines of a part of a text file, as bytes. A line belongs to the part in which it begins;
 * lines end with a line feed, a carriage return or both.
 */
final class TextLines implements Closeable {
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final DataFile file;
  private final Closeable stream;
  private final LineSource lines;
  private final long end;
  private final Text line = new Text();
  private long position;
  private boolean atStart;

  private TextLines(DataFile file, Closeable stream, LineSource lines, long start, long end) {
    this.file = file;
    this.stream = stream;
    this.lines = lines;
    this.position = start;
    this.end = end;
    this.atStart = start == 0;
  }

  /** Reads the next line and gives the bytes it took, its end included; 0 for no more. */
  private interface LineSource {
    int read(Text line) throws IOException;
  }

  /** All lines of a file. */
  static TextLines of(DataFile file, String encoding, Configuration hadoop) {
    return of(file, 0, Long.MAX_VALUE, encoding, hadoop);
  }

  /**
   * Returns the lines that begin from {@code start} up to {@code end}; all lines of a file that is
   * compressed or has code units of several bytes.
   */
  static TextLines of(DataFile file, long start, long end, String encoding, Configuration hadoop) {
    try {
      int unit = Encodings.unitBytes(encoding);
      if (unit > 1) {
        InputStream in = TextFile.open(file, hadoop);
        WideLines wide = new WideLines(in, encoding);
        return new TextLines(file, in, wide::read, 0, Long.MAX_VALUE);
      }
      if (TextFile.isCompressed(file, hadoop)) {
        InputStream in = TextFile.open(file, hadoop);
        return new TextLines(file, in, new LineReader(in)::readLine, 0, Long.MAX_VALUE);
      }
      return ofPart(file, start, end, hadoop);
    } catch (IOException e) {
      throw UnreadableFile.of(file, e);
    }
  }

  private static TextLines ofPart(DataFile file, long start, long end, Configuration hadoop)
      throws IOException {
    FSDataInputStream in = file.fileSystem(hadoop).open(file.path());
    in.seek(start);
    LineReader reader = new LineReader(in);
    // the line that the part begins within, or with, belongs to the part before
    int skipped = start == 0 ? 0 : reader.readLine(new Text());
    return new TextLines(file, in, reader::readLine, start + skipped, end);
  }

  /** Goes to the next line; false where there is none. */
  boolean next() {
    if (position > end) {
      return false;
    }
    try {
      int read = lines.read(line);
      position += read;
      if (atStart && read > 0) {
        atStart = false;
        dropMark();
      }
      return read > 0;
    } catch (IOException | RuntimeException e) {
      throw UnreadableFile.of(file, e);
    }
  }

  /** Drops the byte order mark that spreadsheets put before the text. */
  private void dropMark() {
    byte[] bytes = line.getBytes();
    int length = line.getLength();
    if (length >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length)) {
      line.set(Arrays.copyOfRange(bytes, MARK.length, length));
    }
  }

  /** The bytes of the line without its end; the first {@link #length} count. */
  byte[] bytes() {
    return line.getBytes();
  }

  int length() {
    return line.getLength();
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw UnreadableFile.of(file, e);
    }
  }
}
