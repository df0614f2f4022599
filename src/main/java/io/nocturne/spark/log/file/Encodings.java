package io.nocturne.spark.log.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Decodes the bytes of one line strictly: bytes that are not in the encoding are reported, not
 * replaced by U+FFFD, which would merge several ids into one.
 */
public final class Encodings {
  private final boolean asciiIsAscii;
  private final CharsetDecoder decoder;

  /**
   * @param encoding a name that {@link Charset} knows
   */
  public Encodings(String encoding) {
    this.decoder = strict(Charset.forName(encoding));
    this.asciiIsAscii = unitBytes(encoding) == 1;
  }

  /** The text, or null where the bytes are not in the encoding. */
  public String decode(byte[] bytes, int length) {
    if (asciiIsAscii && isAscii(bytes, length)) {
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
    try {
      return decoder.decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * Decodes what it can, and writes every other byte like {@code \xE9}, so that different rows stay
   * different.
   */
  public String escaped(byte[] bytes, int length) {
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
    CharBuffer out = CharBuffer.allocate(Math.max(16, 2 * length));
    StringBuilder text = new StringBuilder(length + 16);
    decoder.reset();
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      text.append(out.flip());
      out.clear();
      if (result.isUnderflow()) {
        return text.toString();
      }
      for (int k = 0; result.isError() && k < result.length(); k++) {
        text.append(String.format(Locale.ROOT, "\\x%02X", in.get()));
      }
    }
  }

  /** UTF-8 text, or null. */
  static String utf8(byte[] bytes) {
    try {
      return strict(StandardCharsets.UTF_8).decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Returns the number of bytes of a code unit, and so of a line end: 1, 2 or 4. */
  public static int unitBytes(String encoding) {
    String name = Charset.forName(encoding).name().toUpperCase(Locale.ROOT);
    if (name.contains("UTF-32")) {
      return 4;
    }
    return name.contains("UTF-16") ? 2 : 1;
  }

  /**
   * The encoding that the first bytes of a file show: UTF-16 or UTF-32 by their byte order mark, or
   * by the zeros that ASCII has in them; null for any other.
   */
  public static String wideEncodingOf(byte[] start, int length) {
    String marked = markedEncodingOf(start, length);
    if (marked != null || length < 4) {
      return marked;
    }
    boolean[] zeros = new boolean[4]; // of every four bytes
    for (int place = 0; place < zeros.length; place++) {
      zeros[place] = isOftenZero(start, length, place);
    }
    if (zeros[0] == zeros[3]) { // as in no text, or in text of one byte a character
      return null;
    }
    if (zeros[0]) {
      return zeros[1] ? "UTF-32BE" : zeros[2] ? "UTF-16BE" : null;
    }
    return zeros[2] ? "UTF-32LE" : zeros[1] ? "UTF-16LE" : null;
  }

  private static String markedEncodingOf(byte[] start, int length) {
    String mark = HexFormat.of().formatHex(start, 0, Math.min(4, length));
    if (mark.equals("fffe0000") || mark.equals("0000feff")) {
      return "UTF-32";
    }
    return mark.startsWith("fffe") || mark.startsWith("feff") ? "UTF-16" : null;
  }

  /** Whether a third of the bytes at this place of four are zero: letters need not be ASCII. */
  private static boolean isOftenZero(byte[] start, int length, int place) {
    int zeros = 0;
    int bytes = 0;
    for (int k = place; k < length; k += 4) {
      zeros += start[k] == 0 ? 1 : 0;
      bytes++;
    }
    return 3 * zeros > bytes;
  }

  private static CharsetDecoder strict(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  private static boolean isAscii(byte[] bytes, int length) {
    for (int k = 0; k < length; k++) {
      if (bytes[k] < 0) {
        return false;
      }
    }
    return true;
  }
}
