package io.nocturne.spark.log.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.spark.log.file.DataFile;
import io.nocturne.spark.log.file.Encodings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextLinesTest {
  private static final List<String> LINES =
      List.of("user,item", "", "1,2", "caf\u00e9,\u6771\u4eac", "x".repeat(40), "", "3,4", "end");

  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  private DataFile file(String text, String encoding) throws IOException {
    Path file = Files.write(folder.resolve("log.csv"), text.getBytes(encoding));
    return new DataFile(file.toUri().toString(), Files.size(file), "log.csv");
  }

  private static List<String> lines(TextLines lines, String encoding) {
    Encodings decoder = new Encodings(encoding);
    List<String> read = new ArrayList<>();
    try (lines) {
      while (lines.next()) {
        read.add(decoder.decode(lines.bytes(), lines.length()));
      }
    }
    return read;
  }

  /** Wherever a file is cut, each line is read once, and by the part in which it begins. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void partsOfAFileAreTheWhole(String end) throws IOException {
    DataFile file = file(String.join(end, LINES) + end, "UTF-8");
    for (long size = 1; size <= file.bytes() + 1; size++) {
      List<String> read = new ArrayList<>();
      for (long start = 0; start < file.bytes(); start += size) {
        long to = Math.min(start + size, file.bytes());
        read.addAll(lines(TextLines.of(file, start, to, "UTF-8", HADOOP), "UTF-8"));
      }
      assertEquals(LINES, read, "parts of " + size + " bytes");
    }
  }

  @Test
  void theLastLineNeedsNoEnd() throws IOException {
    DataFile file = file("a\nb", "UTF-8");
    assertEquals(List.of("a", "b"), lines(TextLines.of(file, "UTF-8", HADOOP), "UTF-8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void linesOfWideCharacters(String encoding) throws IOException {
    String text = String.join("\r\n", LINES) + "\r\n\u0a00\n";
    DataFile file = file(text, encoding);
    String effective = TextFile.encoding(file, encoding, "input.encoding", HADOOP);
    List<String> expected = new ArrayList<>(LINES);
    expected.add("\u0a00"); // whose bytes have a line feed in them
    assertEquals(expected, lines(TextLines.of(file, effective, HADOOP), effective));
  }

  @Test
  void whatIsNotInTheEncodingIsToldByteByByte() {
    byte[] bytes = "caf\u00e9,\u00e8x".getBytes(StandardCharsets.ISO_8859_1);
    Encodings utf8 = new Encodings("UTF-8");
    assertEquals(null, utf8.decode(bytes, bytes.length));
    assertEquals("caf\\xE9,\\xE8x", utf8.escaped(bytes, bytes.length));
    assertEquals("caf\u00e9,\u00e8x", new Encodings("ISO-8859-1").decode(bytes, bytes.length));
    byte[] cut = {'a', (byte) 0xe6, (byte) 0x9d};
    assertEquals("a\\xE6\\x9D", utf8.escaped(cut, cut.length));
  }
}
