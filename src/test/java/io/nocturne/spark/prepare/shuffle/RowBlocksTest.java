package io.nocturne.spark.prepare.shuffle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.log.IdColumns;
import io.nocturne.spark.log.id.IdColumn;
import io.nocturne.spark.log.id.IdType;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows come out of the bytes as they went in. */
class RowBlocksTest {
  private static final IdColumns IDS =
      new IdColumns(new IdColumn(IdType.STRING, false), new IdColumn(IdType.LONG, false));

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 63, 64, -64, -65, 300, 1L << 35, Long.MAX_VALUE, Long.MIN_VALUE})
  void numbersOfAnySize(long number) {
    RowBytes bytes = new RowBytes();
    bytes.write(RowBytes.ORDERED | RowBytes.RATED | 3);
    bytes.writeId("\u00fc\ud83d\ude00");
    bytes.writeInteger(7);
    bytes.writeInteger(number);
    bytes.writeInteger(number);
    bytes.writeDouble(-number / 3d);
    LoggedRow row = new LoggedRow(List.of(bytes.take()).iterator(), IDS);
    assertTrue(row.next());
    assertEquals("\u00fc\ud83d\ude00", row.user());
    assertEquals(3, row.part());
    assertEquals(7, row.item());
    assertEquals(number, row.time());
    assertEquals(number, row.order());
    assertEquals(-number / 3d, row.rating());
    assertFalse(row.next());
  }

  @Test
  void whatIsMissingHasItsDefault() {
    RowBytes bytes = new RowBytes();
    bytes.write(RowBytes.UNKNOWN_ITEM);
    bytes.writeId("");
    bytes.writeId(-5L);
    bytes.writeInteger(2);
    LoggedRow row = new LoggedRow(List.of(new byte[0], bytes.take(), new byte[0]).iterator(), IDS);
    assertTrue(row.next());
    assertEquals("", row.user());
    assertEquals(ItemNumbers.UNKNOWN, row.item());
    assertEquals(-5L, row.unknownItem());
    assertEquals(LoggedRow.NO_ORDER, row.order());
    assertEquals(1, row.rating());
    assertFalse(row.next());
  }

  @Test
  void badRowsMayLackAText() {
    RowBytes bytes = new RowBytes();
    String large = "x".repeat(5000);
    for (String text : new String[] {null, large, "", "a", "b", "c"}) {
      bytes.writeText(text);
    }
    Iterator<String[]> bad = LoggedRow.bad(List.of(bytes.take()).iterator(), IDS);
    assertArrayEquals(new String[] {null, large, ""}, bad.next());
    assertArrayEquals(new String[] {"a", "b", "c"}, bad.next());
    assertFalse(bad.hasNext());
  }

  /** A log of a billion rows has 4,000 ranges, of ten billion 40,000. */
  @ParameterizedTest
  @CsvSource({"2, 32768", "1001, 32768", "4001, 8192", "32000, 1024", "40001, 1024"})
  void blocksAreSmallerWhereTheyAreMany(int partitions, int least) {
    int full = RowBlocks.full(partitions);
    assertTrue(full >= least, full + " bytes");
    assertTrue(2L * full * partitions <= 80 << 20, full + " bytes");
  }

  @Test
  void itemsAreNumberedInTheirOrder() {
    ItemNumbers items = new ItemNumbers(List.of("a", "b", "z"), id -> ((String) id).charAt(0));
    assertEquals(3, items.size());
    assertEquals(2, items.of("z"));
    assertEquals("b", items.id(1));
    assertEquals(ItemNumbers.UNKNOWN, items.of("c"));
    assertArrayEquals(new long[] {'a', 'b', 'z'}, items.keys());
  }
}
