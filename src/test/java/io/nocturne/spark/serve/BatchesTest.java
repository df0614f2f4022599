package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private final List<Integer> sizes = new ArrayList<>();

  private Batches<Integer, Integer> batches(int count) {
    return new Batches<>(
        IntStream.range(0, count).boxed().iterator(),
        4,
        batch -> {
          sizes.add(batch.size());
          return batch.stream().filter(k -> k % 2 == 0 && k / 4 != 1).map(k -> -k).toList();
        });
  }

  @Test
  void batchByBatchAndInOrder() {
    List<Integer> found = new ArrayList<>();
    batches(10).forEachRemaining(found::add);
    assertEquals(List.of(0, -2, -8), found, "the second batch, 4 to 7, gives nothing");
    assertEquals(List.of(4, 4, 2), sizes);
  }

  @Test
  void nothingIsReadAhead() {
    Batches<Integer, Integer> batches = batches(10);
    assertEquals(List.of(), sizes);
    batches.next();
    assertEquals(List.of(4), sizes, "one batch is held at a time");
  }

  @Test
  void ofNothing() {
    assertFalse(batches(0).hasNext());
    assertThrows(NoSuchElementException.class, () -> batches(0).next());
  }
}
