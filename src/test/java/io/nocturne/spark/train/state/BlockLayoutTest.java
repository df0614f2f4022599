package io.nocturne.spark.train.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.LongestArray;
import io.nocturne.spark.train.state.BlockLayout.Slice;
import io.nocturne.spark.train.state.StateArray.Role;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockLayoutTest {
  private static List<List<Slice>> slices(BlockLayout layout) {
    return IntStream.range(0, layout.blocks())
        .mapToObj(b -> List.copyOf(layout.slices(b)))
        .toList();
  }

  /** A model of a block and three floats, then arrays of 18 and 5 floats, which share a block. */
  @Test
  void smallArraysShareBlocksAndLargeOnesAreSplit() {
    BlockLayout layout = TestLayouts.of(10, 13, 18, 5);
    assertEquals(
        List.of(
            List.of(new Slice(0, 0, 10, 0)),
            List.of(new Slice(0, 10, 3, 0)),
            List.of(new Slice(1, 0, 10, 0)),
            List.of(new Slice(1, 10, 8, 0), new Slice(2, 0, 2, 8)),
            List.of(new Slice(2, 2, 3, 0))),
        slices(layout));
    assertEquals(2, layout.modelBlocks());
    assertEquals(36, layout.floats());
    assertEquals(10, layout.blockFloats());
    assertEquals(
        List.of(10, 3, 10, 10, 3), IntStream.range(0, 5).mapToObj(layout::length).toList());
  }

  @Test
  void fullBlockIsNotShared() {
    BlockLayout layout = TestLayouts.of(10, 20, 10, 1);
    assertEquals(
        List.of(
            List.of(new Slice(0, 0, 10, 0)),
            List.of(new Slice(0, 10, 10, 0)),
            List.of(new Slice(1, 0, 10, 0)),
            List.of(new Slice(2, 0, 1, 0))),
        slices(layout));
  }

  @Test
  void differentRolesAndWorkersDoNotShareBlocks() {
    BlockLayout layout =
        new BlockLayout(
            List.of(
                TestLayouts.array("encoder.weights", Role.TRAINED, StateArray.SHARED, 2),
                TestLayouts.array("encoder.bias", Role.TRAINED, StateArray.SHARED, 1),
                TestLayouts.array("prior.encoder.bias", Role.DERIVED, StateArray.SHARED, 1),
                TestLayouts.array("user.vectors", Role.TRAINED, 0, 2),
                TestLayouts.array("user.vectors", Role.TRAINED, 1, 2),
                TestLayouts.array("encoder.bias/first", Role.OPTIMIZER, StateArray.SHARED, 1)),
            10);
    assertEquals(List.of(3, 1, 2, 2, 1), IntStream.range(0, 5).mapToObj(layout::length).toList());
    assertEquals(4, layout.modelBlocks());
  }

  @Test
  void emptyArraysHaveNoBlocks() {
    assertEquals(List.of(List.of(new Slice(1, 0, 2, 0))), slices(TestLayouts.of(2, 0, 2, 0)));
  }

  @Test
  void largestArraysDoNotOverflow() {
    int most = LongestArray.LENGTH;
    BlockLayout layout = TestLayouts.of(1 << 22, most, most, most);
    assertEquals(512 + 1024, layout.blocks());
    assertEquals(3L * most, layout.floats());
  }
}
