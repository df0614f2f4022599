package io.nocturne.spark.log.text;

import io.nocturne.spark.log.file.Encodings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.io.Text;

/** Lines of text in UTF-16 or UTF-32, where the byte of a line feed alone means nothing. */
final class WideLines {
  private final InputStream in;
  private final int unit;
  private final boolean littleEndian;
  private final byte[] bytes;
  private boolean first = true;

  /**
   * @param encoding with its byte order, see {@link TextFile#encoding}
   */
  WideLines(InputStream in, String encoding) {
    this.in = new BufferedInputStream(in);
    this.unit = Encodings.unitBytes(encoding);
    this.littleEndian = encoding.endsWith("LE");
    this.bytes = new byte[unit];
  }

  /** Reads a line without its end and a byte order mark; returns the bytes read, 0 at the end. */
  int read(Text line) throws IOException {
    line.clear();
    int taken = 0;
    boolean returned = false;
    while (true) {
      int read = in.readNBytes(bytes, 0, unit);
      taken += read;
      int character = read < unit ? -1 : unit();
      if (character == '\n' || read == 0) {
        if (returned) {
          line.set(line.getBytes(), 0, line.getLength() - unit);
        }
        return taken;
      }
      boolean mark = first && character == 0xfeff;
      first = false;
      returned = character == '\r';
      if (!mark) {
        line.append(
            bytes, 0, read); // a truncated file ends with half a character, which is reported
      }
    }
  }

  private int unit() {
    int value = 0;
    for (int k = 0; k < unit; k++) {
      value = value << 8 | bytes[littleEndian ? unit - 1 - k : k] & 0xff;
    }
    return value;
  }
}
