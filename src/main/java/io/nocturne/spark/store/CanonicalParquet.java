package io.nocturne.spark.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Copies Parquet files so that the same rows are the same bytes. What differs from one JVM to the
 * next is the order in which the footer lists the encodings of a column: Parquet's writer keeps
 * them in a hash set of enum constants, whose hashes are addresses. The data are copied as they
 * are.
 */
final class CanonicalParquet {
  /** After the footer come its length, a little-endian int, and the letters PAR1. */
  private static final int TAIL = 8;

  private CanonicalParquet() {}

  /** Copies a file to another name in its folder, as the same bytes whatever JVM wrote it. */
  static WrittenFile copy(Path from, String name, Configuration hadoop) throws IOException {
    FileStore files = FileStore.of(from, hadoop);
    MessageDigest digest = ContentHash.sha256();
    long[] rows = new long[1];
    files.write(
        new Path(from.getParent(), name),
        out -> {
          digest.reset();
          rows[0] = copy(files, from, new DigestOutputStream(out, digest));
        });
    String sha256 = HexFormat.of().formatHex(digest.digest());
    return new WrittenFile(name, rows[0], files.size(from), sha256);
  }

  /** Returns the number of rows. */
  private static long copy(FileStore files, Path from, OutputStream out) throws IOException {
    long length = files.size(from);
    try (FSDataInputStream in = files.open(from)) {
      byte[] tail = new byte[TAIL];
      in.readFully(length - TAIL, tail);
      byte[] footer = new byte[ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt()];
      long data = length - TAIL - footer.length;
      in.readFully(data, footer);
      FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
      byte[] sorted = sorted(metadata);
      if (sorted.length != footer.length) {
        throw new IOException(
            "Cannot rewrite the footer of %s: %d bytes (expected %d). Its writer is not the Parquet that is read with"
                .formatted(from, sorted.length, footer.length));
      }
      copy(in, out, data);
      out.write(sorted);
      out.write(tail);
      return metadata.getNum_rows();
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

  private static byte[] sorted(FileMetaData metadata) throws IOException {
    for (RowGroup group : metadata.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        column.getMeta_data().getEncodings().sort(null);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writeFileMetaData(metadata, bytes);
    return bytes.toByteArray();
  }
}
