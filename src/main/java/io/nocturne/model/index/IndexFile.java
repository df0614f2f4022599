package io.nocturne.model.index;

import io.nocturne.model.CodeDirections;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The bytes of an index: a header, the graph as the library stores it, and a checksum.
 *
 * <pre>
 * 8 bytes    NOCTHNSW
 * int        the format, {@value #FORMAT}
 * 3 ints     m, ef-construction, ef
 * 2 ints     the number and the width of the codes
 * 32 bytes   SHA-256 of their directions
 * ...        the graph
 * 32 bytes   SHA-256 of all bytes before
 * </pre>
 *
 * <p>The graph is Java objects of hnswlib 1.1: with another version of it, the format gets another
 * number. It is read only after the checksum was found right.
 */
final class IndexFile {
  static final int FORMAT = 1;

  private static final byte[] MAGIC = "NOCTHNSW".getBytes(StandardCharsets.US_ASCII);
  private static final int HASH = 32;
  private static final int HEADER = MAGIC.length + 6 * Integer.BYTES + HASH;

  private IndexFile() {}

  /** Writes the graph. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Makes an index of a graph. */
  interface Opening {
    CodeIndex open(HnswSettings settings, InputStream graph) throws IOException;
  }

  static void write(
      OutputStream out, CodeDirections directions, HnswSettings settings, Content graph)
      throws IOException {
    DigestOutputStream hashed = new DigestOutputStream(out, sha256());
    DataOutputStream header = new DataOutputStream(hashed);
    header.write(MAGIC);
    for (int number :
        new int[] {
          FORMAT,
          settings.m(),
          settings.efConstruction(),
          settings.ef(),
          directions.count(),
          directions.width()
        }) {
      header.writeInt(number);
    }
    header.write(hash(directions));
    header.flush();
    graph.writeTo(new Unclosed(hashed));
    hashed.on(false);
    hashed.write(hashed.getMessageDigest().digest());
    hashed.flush();
  }

  static CodeIndex read(InputStream in, CodeDirections directions, Opening opening)
      throws IOException, UnusableIndexException {
    byte[] bytes = in.readAllBytes();
    if (bytes.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new UnusableIndexException("it is not an index");
    }
    DataInputStream header =
        new DataInputStream(
            new ByteArrayInputStream(bytes, MAGIC.length, bytes.length - MAGIC.length));
    // before the checksum, which another format may have elsewhere
    int format = bytes.length < MAGIC.length + Integer.BYTES ? FORMAT : header.readInt();
    if (format != FORMAT) {
      throw new UnusableIndexException("its format is %d (expected %d)".formatted(format, FORMAT));
    }
    int end = bytes.length - HASH;
    if (end < HEADER || !isWhole(bytes, end)) {
      throw new UnusableIndexException("its checksum is wrong");
    }
    int m = header.readInt();
    int efConstruction = header.readInt();
    int ef = header.readInt();
    checkCodes(header, directions);
    try {
      return opening.open(
          new HnswSettings(m, efConstruction, ef),
          new ByteArrayInputStream(bytes, HEADER, end - HEADER));
    } catch (IOException | RuntimeException e) {
      throw new UnusableIndexException("its graph cannot be read: " + reason(e), e);
    }
  }

  /** The library does not say why it cannot read a graph, but what caused its exception does. */
  private static String reason(Throwable thrown) {
    return thrown.getCause() == null ? thrown.getMessage() : reason(thrown.getCause());
  }

  private static void checkCodes(DataInputStream header, CodeDirections directions)
      throws IOException, UnusableIndexException {
    int count = header.readInt();
    int width = header.readInt();
    if (count != directions.count() || width != directions.width()) {
      throw new UnusableIndexException(
          "it is of another run, of %,d codes of width %d (expected %,d of width %d)"
              .formatted(count, width, directions.count(), directions.width()));
    }
    byte[] stored = header.readNBytes(HASH);
    if (!Arrays.equals(stored, hash(directions))) {
      throw new UnusableIndexException("it is of another run: its codes are not those of this one");
    }
  }

  private static boolean isWhole(byte[] bytes, int end) {
    MessageDigest digest = sha256();
    digest.update(bytes, 0, end);
    return Arrays.equals(digest.digest(), Arrays.copyOfRange(bytes, end, bytes.length));
  }

  private static byte[] hash(CodeDirections directions) {
    MessageDigest digest = sha256();
    float[] values = directions.values();
    int width = directions.width();
    ByteBuffer row = ByteBuffer.allocate(width * Float.BYTES);
    for (int from = 0; from < values.length; from += width) {
      row.clear();
      row.asFloatBuffer().put(values, from, width);
      digest.update(row);
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  /** A stream that the library cannot close: the checksum follows. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
