package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.spark.train.BlockLayout.Slice;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockLayoutTest {
  private static List<Slice> slices(BlockLayout layout) {
    return IntStream.range(0, layout.blocks()).mapToObj(layout::slice).toList();
  }

  /** Of an array and three floats, of one of just two blocks, of one float. */
  @Test
  void eachArrayIsCutByItself() {
    BlockLayout layout = new BlockLayout(List.of(13, 20, 1), 10);
    assertEquals(
        List.of(
            new Slice(0, 0, 10),
            new Slice(0, 10, 3),
            new Slice(1, 0, 10),
            new Slice(1, 10, 10),
            new Slice(2, 0, 1)),
        slices(layout));
    assertEquals(5, layout.blocks());
    assertEquals(0, layout.blocks(0));
    assertEquals(2, layout.blocks(1));
    assertEquals(4, layout.blocks(2));
    assertEquals(34, layout.floats());
    assertEquals(10, layout.blockFloats());
    assertEquals(List.of(13, 20, 1), layout.lengths());
  }

  @Test
  void anArrayWithoutFloatsHasNoBlocks() {
    BlockLayout layout = new BlockLayout(List.of(0, 2, 0), 2);
    assertEquals(List.of(new Slice(1, 0, 2)), slices(layout));
  }

  @Test
  void theLargestArraysDoNotOverflow() {
    int most = Integer.MAX_VALUE - 8;
    BlockLayout layout = new BlockLayout(List.of(most, most, most), 1 << 22);
    assertEquals(3 * 512, layout.blocks());
    assertEquals(3L * most, layout.floats());
    Slice last = layout.slice(layout.blocks() - 1);
    assertEquals(new Slice(2, 511 << 22, most - (511 << 22)), last);
  }
}
