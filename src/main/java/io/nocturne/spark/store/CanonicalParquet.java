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
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Rewrites Parquet files so that the same rows are the same bytes, under names that follow from
 * their order. What differs from one JVM to the next is the order in which the footer lists the
 * encodings of a column: Parquet's writer keeps them in a hash set of enum constants, whose hashes
 * are addresses. The data are copied as they are.
 */
final class CanonicalParquet {
  /** After the footer come its length, a little-endian int, and the letters PAR1. */
  private static final int TAIL = 8;

  /** The names that Spark gives its files, with a random identifier. */
  private static final Pattern PART = Pattern.compile("part-(\\d+)-.*\\.parquet");

  private CanonicalParquet() {}

  /**
   * Rewrites the files that Spark has written into a folder, and deletes everything else there.
   *
   * @return the files in the order of their names
   */
  static List<WrittenFile> rewrite(JavaSparkContext spark, FileStore files, Path folder)
      throws IOException {
    List<FileStatus> written =
        files.list(folder).stream()
            .filter(file -> PART.matcher(file.getPath().getName()).matches())
            .toList();
    List<WrittenFile> rewritten = FileTasks.map(spark, written, CanonicalParquet::copy);
    deleteOthers(files, folder, rewritten);
    return rewritten;
  }

  /** Deletes everything in a folder but these files. */
  static void deleteOthers(FileStore files, Path folder, List<WrittenFile> written)
      throws IOException {
    Set<String> kept = written.stream().map(WrittenFile::name).collect(Collectors.toSet());
    for (FileStatus file : files.list(folder)) {
      if (!kept.contains(file.getPath().getName())) {
        files.delete(file.getPath());
      }
    }
  }

  /**
   * Two attempts at one copy do not disturb each other: each has its own temporary file, and both
   * have the same bytes.
   */
  private static WrittenFile copy(Path from, Configuration hadoop) throws IOException {
    Matcher part = PART.matcher(from.getName());
    if (!part.matches()) {
      throw new IOException("Not a Spark part file: " + from);
    }
    return copy(from, "part-" + part.group(1) + ".parquet", hadoop);
  }

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
