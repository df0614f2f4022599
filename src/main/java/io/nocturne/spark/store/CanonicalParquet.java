package io.nocturne.spark.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Rewrites a Parquet file so that the same rows are the same bytes. What differs from one JVM to
 * the next is the order in which the footer lists the encodings of a column: Parquet's writer keeps
 * them in a hash set of enum constants, whose hashes are addresses. The data are copied as they
 * are.
 */
final class CanonicalParquet {
  /** Behind the footer stand its length, a little-endian int, and the letters PAR1. */
  private static final int TAIL = 8;

  private CanonicalParquet() {}

  /**
   * Copies a file with its footer in canonical order. Two attempts at one copy do not disturb each
   * other, as each has a temporary file of its own and both have the same bytes.
   */
  static void copy(FileStore files, Path from, Path to) throws IOException {
    files.write(to, out -> copy(files, from, out));
  }

  private static void copy(FileStore files, Path from, OutputStream out) throws IOException {
    long length = files.size(from);
    try (FSDataInputStream in = files.open(from)) {
      byte[] tail = new byte[TAIL];
      in.readFully(length - TAIL, tail);
      byte[] footer = new byte[ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt()];
      long data = length - TAIL - footer.length;
      in.readFully(data, footer);
      byte[] sorted = sorted(footer);
      copy(in, out, data);
      out.write(sorted);
      out.write(
          ByteBuffer.allocate(Integer.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(sorted.length)
              .array());
      out.write(tail, Integer.BYTES, TAIL - Integer.BYTES);
    }
  }

  private static void copy(FSDataInputStream in, OutputStream out, long bytes) throws IOException {
    byte[] buffer = new byte[1 << 20];
    in.seek(0);
    for (long left = bytes; left > 0; ) {
      int n = (int) Math.min(buffer.length, left);
      in.readFully(buffer, 0, n);
      out.write(buffer, 0, n);
      left -= n;
    }
  }

  private static byte[] sorted(byte[] footer) throws IOException {
    FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
    for (RowGroup group : metadata.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        column.getMeta_data().getEncodings().sort(null);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(footer.length);
    Util.writeFileMetaData(metadata, bytes);
    return bytes.toByteArray();
  }
}
