package io.nocturne.spark.log.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines without quotes are cut by code of our own, and must come out as from the parser. */
class CsvParserTest {
  private static final String PIECES = "ab1.- \t,;:|\u00fc";

  /** A quoted cell sends the whole line to the parser. */
  private static String[] byTheParser(CsvParser parser, String line, String delimiter) {
    String[] cells = parser.cells("\"x\"" + delimiter + line);
    assertEquals("x", cells[0]);
    return Arrays.copyOfRange(cells, 1, cells.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|", "::", "ab"})
  void cellsAreThoseOfTheParser(String delimiter) {
    CsvParser parser = new CsvParser(delimiter, 4);
    Random random = new Random(5);
    for (int k = 0; k < 20_000; k++) {
      StringBuilder line = new StringBuilder("z");
      int length = random.nextInt(24);
      for (int c = 0; c < length; c++) {
        line.append(
            random.nextInt(4) == 0
                ? delimiter
                : PIECES.substring(c % PIECES.length(), c % PIECES.length() + 1));
      }
      String text = line.toString();
      assertArrayEquals(byTheParser(parser, text, delimiter), parser.cells(text), text);
    }
  }

  @Test
  void emptyCellsAreNull() {
    CsvParser parser = new CsvParser(",", 3);
    assertArrayEquals(new String[] {null, null, "a", null}, parser.cells(",,a,"));
    assertArrayEquals(new String[] {null, ""}, parser.cells(",\"\""));
  }

  @Test
  void manyMoreCellsThanExpectedAreNoRow() {
    CsvParser parser = new CsvParser(",", 3);
    assertEquals(1027, parser.cells("a" + ",b".repeat(1026)).length);
    assertNull(parser.cells("a" + ",b".repeat(1027)));
  }
}
