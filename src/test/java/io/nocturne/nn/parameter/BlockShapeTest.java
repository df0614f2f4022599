package io.nocturne.nn.parameter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.LongestArray;
import io.nocturne.math.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockShapeTest {
  private static String refusal(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  @Test
  void textFormNamesTheKindOfRows() {
    assertEquals(
        "weights [20,000 items x 600]",
        BlockShape.weights("weights", RowsOf.ITEMS, 20_000, 600).toString());
    assertEquals(
        "weights [200 x 1,000]", BlockShape.weights("weights", RowsOf.NONE, 200, 1000).toString());
    assertEquals("bias [7 items]", BlockShape.biases("bias", RowsOf.ITEMS, 7).toString());
    assertEquals("bias [1 users]", BlockShape.biases("bias", RowsOf.USERS, 1).toString());
    assertEquals("bias [600]", BlockShape.biases("bias", 600).toString());
    assertEquals("columns [1,234]", BlockShape.integers("columns", 1234).toString());
    assertEquals("b [3 x 3]", BlockShape.derived("b", RowsOf.NONE, 3, 3).toString());
  }

  @Test
  void sizes() {
    BlockShape shape = BlockShape.weights("weights", RowsOf.ITEMS, 5, 3);
    assertEquals(15, shape.size());
    assertEquals(15, shape.length());
    assertEquals(0, BlockShape.weights("none", RowsOf.USERS, 0, 3).length());
    assertEquals(1, BlockShape.biases("bias", 4).rows());
    assertEquals(1, BlockShape.biases("bias", RowsOf.ITEMS, 4).width());
  }

  @Test
  void kinds() {
    BlockShape weights = BlockShape.weights("weights", RowsOf.ITEMS, 5, 3);
    assertTrue(weights.kind().isTrained() && weights.hasOwnedRows());
    assertTrue(BlockShape.biases("bias", 4).kind().isTrained());
    assertFalse(BlockShape.biases("bias", 4).hasOwnedRows());
    assertFalse(BlockShape.integers("columns", 4).kind().isTrained());
    assertFalse(BlockShape.derived("b", RowsOf.NONE, 3, 3).kind().isTrained());
  }

  @Test
  void longerNames() {
    BlockShape weights = BlockShape.weights("weights", RowsOf.ITEMS, 5, 3);
    assertEquals(
        BlockShape.weights("encoder.weights", RowsOf.ITEMS, 5, 3), weights.within("encoder"));
    assertEquals(
        BlockShape.derived("prior.encoder.weights", RowsOf.ITEMS, 5, 3),
        weights.within("encoder").copiedTo("prior"));
  }

  @ParameterizedTest
  @CsvSource({"-1, 3", "2, 0", "2, -3"})
  void rejectsSizesOutOfRange(int rows, int width) {
    assertEquals(
        "Invalid size of block weights: %d x %d (expected 0 or more rows, a width of 1 or more)"
            .formatted(rows, width),
        refusal(() -> BlockShape.weights("weights", RowsOf.NONE, rows, width)));
  }

  @Test
  void rejectsABlockWithoutName() {
    assertEquals("Invalid name of a block: none", refusal(() -> BlockShape.biases("", 3)));
  }

  @Test
  void rejectsBlocksTooLargeForAnArray() {
    BlockShape shape = BlockShape.weights("encoder.weights", RowsOf.ITEMS, 1 << 20, 2048);
    assertEquals(1L << 31, shape.size());
    assertEquals(
        "Invalid network: encoder.weights [1,048,576 items x 2,048] has 2,147,483,648 numbers"
            + " (expected at most 2,147,483,639, the longest array). Lower the widths, or leave"
            + " rare items out",
        refusal(shape::length));
    assertEquals(LongestArray.LENGTH, BlockShape.biases("bias", LongestArray.LENGTH).length());
  }

  @Test
  void viewsAnArrayByRows() {
    BlockShape shape = BlockShape.weights("weights", RowsOf.NONE, 3, 2);
    float[] floats = {1, 2, 3, 4, 5, 6};
    BlockArray block = new BlockArray(shape, 4, floats);
    assertEquals(4, block.row(2));
    assertEquals(Matrix.of(floats, 3, 2), block.matrix());
    assertEquals(Matrix.of(floats, 2, 2, 2), block.rows(1, 2));
    assertEquals(
        "Invalid number of floats: 5 for weights [3 x 2] (expected 6)",
        refusal(() -> new BlockArray(shape, 0, new float[5])));
  }

  @Test
  void zeroBlocksAreNumberedInOrder() {
    List<BlockShape> shapes =
        List.of(BlockShape.weights("weights", RowsOf.NONE, 3, 2), BlockShape.biases("bias", 3));
    List<BlockArray> zeros = BlockArray.zeros(shapes);
    for (int b = 0; b < 2; b++) {
      assertSame(shapes.get(b), zeros.get(b).shape());
      assertEquals(b, zeros.get(b).number());
      assertArrayEquals(new float[shapes.get(b).length()], zeros.get(b).floats());
    }
  }
}
