package io.nocturne.nn.parameter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ParametersTest {
  private static final BlockShape WEIGHTS = BlockShape.weights("weights", RowsOf.ITEMS, 3, 2);
  private static final BlockShape BIAS = BlockShape.biases("bias", 2);
  private static final float[] NUMBERS = {1, 2, 3, 4, 5, 6};

  private static Parameters both() {
    return new Parameters(
        List.of(Parameters.floats(WEIGHTS, NUMBERS), Parameters.floats(BIAS, new float[] {7, 8})));
  }

  private static String refusal(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  @Test
  void blocksAreFoundByNameAndKeptInOrder() {
    Parameters parameters = both();
    assertEquals(List.of(WEIGHTS, BIAS), parameters.shapes());
    assertSame(NUMBERS, parameters.floats("weights").flat());
    assertTrue(parameters.has("bias"));
    assertFalse(parameters.has("biases"));
    assertEquals(8, parameters.size());
    Parameters more = parameters.with(Parameters.integers("columns", new int[] {9}));
    assertEquals(9, more.size());
    assertEquals(2, parameters.blocks().size(), "it is not changed");
    assertEquals("columns", more.shapes().get(2).name());
  }

  @Test
  void arraysOfANetworkAreNotCopied() {
    List<BlockArray> arrays = BlockArray.zeros(List.of(WEIGHTS, BIAS));
    List<BlockArray> again = Parameters.of(arrays).arrays(List.of(WEIGHTS, BIAS));
    for (int b = 0; b < 2; b++) {
      assertEquals(b, again.get(b).number());
      assertSame(arrays.get(b).floats(), again.get(b).floats());
    }
    BlockArray bias = Parameters.of(arrays).arrays(List.of(BIAS)).get(0);
    assertEquals(0, bias.number(), "numbers are those of the network");
  }

  /** Four items, one without entries and one with all possible entries. */
  @Test
  void sparseMatrixReadsBack() {
    SparseRows matrix =
        SparseRows.builder(5)
            .add(new int[] {3, 0}, new float[] {.5f, -2})
            .add(new int[0])
            .add(new int[] {0, 1, 2, 3, 4}, new float[] {1, 2, 3, 4, 5})
            .add(new int[] {4}, new float[] {9})
            .build();
    Parameters parameters = new Parameters(Parameters.sparse("similar", matrix));
    assertEquals(
        List.of("similar.offsets [5]", "similar.columns [8]", "similar.values [8]"),
        parameters.shapes().stream().map(BlockShape::toString).toList());
    SparseRows again = parameters.sparse("similar", 5);
    assertEquals(4, again.rows());
    assertEquals(5, again.columns());
    for (int row = 0; row < 4; row++) {
      assertEquals(matrix.start(row), again.start(row));
      assertEquals(matrix.end(row), again.end(row));
    }
    for (int k = 0; k < 8; k++) {
      assertEquals(matrix.index(k), again.index(k));
      assertEquals(matrix.value(k), again.value(k));
    }
  }

  @Test
  void sparseMatrixWithoutEntries() {
    SparseRows nothing = SparseRows.builder(5).add(new int[0]).build();
    SparseRows again = new Parameters(Parameters.sparse("similar", nothing)).sparse("similar", 5);
    assertEquals(1, again.rows());
    assertEquals(0, again.nonZeros());
  }

  @Test
  void rejectsColumnsBeyondTheMatrix() {
    SparseRows matrix = SparseRows.builder(5).add(new int[] {4}).build();
    Parameters parameters = new Parameters(Parameters.sparse("similar", matrix));
    assertThrows(IllegalArgumentException.class, () -> parameters.sparse("similar", 4));
  }

  /** 4,194,304 numbers are one part, without a copy of the array. */
  @Test
  void splitsLongArraysIntoParts() {
    float[] numbers = new float[2 * Block.PART + 3];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = k;
    }
    BlockShape shape = BlockShape.biases("long", numbers.length);
    Block.Floats block = Parameters.floats(shape, numbers);
    assertEquals(3, block.parts());
    assertEquals(3, block.arrays()[2].length);
    assertArrayEquals(numbers, block.flat(), 0f);
    float[] one = Arrays.copyOf(numbers, Block.PART);
    assertSame(one, Parameters.floats(BlockShape.biases("one", one.length), one).flat());

    int[] integers = new int[Block.PART + 1];
    integers[Block.PART] = 7;
    Block.Integers cut = Parameters.integers("integers", integers);
    assertEquals(2, cut.parts());
    assertArrayEquals(integers, cut.flat());
    assertEquals(1, Parameters.integers("none", new int[0]).parts());
  }

  /** The same part of four million numbers many times: sizes are longs. */
  @Test
  void parametersCanExceedAnInt() {
    float[][] parts = new float[400][];
    Arrays.fill(parts, new float[Block.PART]);
    List<Block> blocks = new ArrayList<>();
    for (int b = 0; b < 2; b++) {
      BlockShape shape = BlockShape.weights("b" + b, RowsOf.NONE, 400, Block.PART);
      blocks.add(new Block.Floats(shape, parts));
    }
    assertEquals(2L * 400 * Block.PART, new Parameters(blocks).size());
  }

  @Test
  void missingBlockIsNamedWithExistingOnes() {
    Parameters parameters = both();
    assertEquals(
        "Cannot find a block of floats: weight (there is [weights [3 items x 2], bias [2]])",
        refusal(() -> parameters.floats("weight")));
    assertEquals(
        "Cannot find a block of integers: weights (there is [weights [3 items x 2], bias [2]])",
        refusal(() -> parameters.integers("weights")));
    assertEquals(
        "Cannot find a block of integers: b.offsets (there is [weights [3 items x 2], bias [2]])",
        refusal(() -> parameters.sparse("b", 3)));
  }

  @Test
  void rejectsAnotherSize() {
    BlockShape wider = BlockShape.weights("weights", RowsOf.ITEMS, 2, 3);
    assertEquals(
        "Invalid block: weights [3 items x 2] (expected weights [2 items x 3])",
        refusal(() -> both().arrays(List.of(wider))));
  }

  @Test
  void rejectsDuplicateNames() {
    assertEquals(
        "Two blocks have the name bias",
        refusal(() -> both().with(Parameters.floats(BIAS, new float[2]))));
  }

  @Test
  void rejectsNumbersThatDoNotFitTheShape() {
    assertEquals(
        "Invalid numbers of block bias [2]: 3 (expected 2 floats)",
        refusal(() -> Parameters.floats(BIAS, new float[3])));
    BlockShape integers = BlockShape.integers("columns", 2);
    assertEquals(
        "Invalid numbers of block columns [2]: 2 (expected 2 integers)",
        refusal(() -> Parameters.floats(integers, new float[2])));
    assertEquals(
        "Invalid numbers of block columns [2]: 1 (expected 2 integers)",
        refusal(() -> new Block.Integers(integers, new int[][] {{1}})));
    assertEquals(
        "Invalid numbers of block bias [2]: 2 (expected 2 floats)",
        refusal(() -> new Block.Integers(BIAS, new int[][] {{1, 2}})));
  }
}
