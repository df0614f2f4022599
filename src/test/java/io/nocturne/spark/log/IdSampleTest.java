package io.nocturne.spark.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.log.id.IdType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class IdSampleTest {
  private static int range(List<Object> bounds, long id) {
    return (int) bounds.stream().filter(bound -> id >= (Long) bound).count();
  }

  private static void ids(int rows, LongConsumer each) {
    Random random = new Random(rows);
    for (int k = 0; k < rows; k++) {
      each.accept((long) (1_000_000 * Math.pow(random.nextDouble(), 3)));
    }
  }

  /** Parts of very different lengths, so that an id of one stands for more rows than of others. */
  @Test
  void boundsCutTheRowsIntoEqualRanges() {
    int[] sizes = {100_000, 1_000, 30_000};
    IdSample all = new IdSample();
    for (int size : sizes) {
      IdSample part = new IdSample();
      ids(size, part::add);
      all.add(part);
    }
    List<Object> bounds = all.bounds(IdType.LONG, 8);
    assertEquals(7, bounds.size());
    long[] rows = new long[8];
    for (int size : sizes) {
      ids(size, id -> rows[range(bounds, id)]++);
    }
    for (long ofRange : rows) {
      assertEquals(131_000 / 8d, ofRange, 3_000);
    }
  }

  @Test
  void fewIdsHaveFewRanges() {
    IdSample sample = new IdSample();
    for (int k = 0; k < 5_000; k++) {
      sample.add(7L);
    }
    assertEquals(List.of(), sample.bounds(IdType.LONG, 4));
    sample.add(9L);
    sample.add(10L);
    assertTrue(sample.bounds(IdType.LONG, 4).size() <= 2);
    assertEquals(List.of(), new IdSample().bounds(IdType.STRING, 4));
  }

  /** The ids of bad rows are in the sample, as their type is not known before the last row. */
  @Test
  void idsOfAnotherTypeDoNotCount() {
    IdSample sample = new IdSample();
    for (Object id : List.of("x", 2L, "y", 1L, 3L, 4L)) {
      sample.add(id);
    }
    assertEquals(List.of(3L), sample.bounds(IdType.LONG, 2));
    assertEquals(List.of("4"), sample.bounds(IdType.STRING, 2));
  }

  @Test
  void textIsInTheOrderOfItsBytes() {
    List<String> sorted = List.of("", "A", "a", "ab", "\u00fc", "\uffee", "\ud83d\ude00");
    List<Object> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.sort(IdType.STRING.order());
    assertEquals(sorted, shuffled);
    assertTrue(IdType.STRING.order().compare("\ud83d\ude00", "\ud83d\ude01") < 0);
    assertTrue(IdType.LONG.order().compare(-1L, 1L) < 0);
  }
}
