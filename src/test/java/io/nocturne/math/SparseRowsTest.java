package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class SparseRowsTest {
  private static final float[] ONE = {1f};

  @Test
  void keepsTheOrderOfEveryRow() {
    SparseRows rows =
        SparseRows.builder(5)
            .add(new int[] {4, 0, 2})
            .add(new int[0])
            .add(new int[] {3, 1}, new float[] {.5f, -2f})
            .build();
    assertEquals(3, rows.rows());
    assertEquals(5, rows.columns());
    assertEquals(5, rows.nonZeros());
    assertArrayEquals(new int[] {4, 0, 2}, indices(rows, 0));
    assertArrayEquals(new int[0], indices(rows, 1));
    assertArrayEquals(new int[] {3, 1}, indices(rows, 2));
    assertEquals(1f, rows.value(rows.start(0)));
    assertEquals(-2f, rows.value(rows.end(2) - 1));
  }

  @Test
  void growsPastItsFirstCapacity() {
    SparseRowsBuilder builder = SparseRows.builder(300);
    for (int r = 0; r < 200; r++) {
      builder.add(new int[] {r, r + 1, r + 100});
    }
    SparseRows rows = builder.build();
    assertEquals(200, rows.rows());
    for (int r = 0; r < 200; r++) {
      assertArrayEquals(new int[] {r, r + 1, r + 100}, indices(rows, r));
    }
  }

  @Test
  void emptyBatch() {
    SparseRows rows = SparseRows.builder(0).build();
    assertEquals(0, rows.rows());
    assertEquals(0, rows.nonZeros());
  }

  @Test
  void rejectsInvalidOffsets() {
    assertRejected(
        "Invalid number of columns: -1 (expected 0 or more)", -1, new int[1], new int[0]);
    assertRejected("Invalid number of values: 1 (expected 0)", 3, new int[] {0, 0}, new int[0], 1f);
    assertRejected("Invalid number of offsets: 0 (expected 1 or more)", 3, new int[0], new int[0]);
    assertRejected("Invalid first offset: 1 (expected 0)", 3, new int[] {1, 1}, new int[] {0}, 1f);
    assertRejected(
        "Invalid end of row 1: 0 (expected 1 or more)",
        3,
        new int[] {0, 1, 0, 1},
        new int[] {0},
        1f);
    assertRejected(
        "Invalid last offset: 1 (expected 2)", 3, new int[] {0, 1}, new int[] {0, 1}, 1f, 1f);
  }

  @Test
  void rejectsInvalidEntriesWithTheirRow() {
    int[] offsets = {0, 1, 3};
    assertRejected(
        "Invalid index in row 1: 3 (expected 0 to 2)", 3, offsets, new int[] {0, 1, 3}, 1f, 1f, 1f);
    assertRejected(
        "Invalid index in row 1: -1 (expected 0 to 2)",
        3,
        offsets,
        new int[] {0, -1, 1},
        1f,
        1f,
        1f);
    assertRejected(
        "Invalid index in row 1: 1 (occurs twice)", 3, offsets, new int[] {1, 1, 1}, 1f, 1f, 1f);
    assertRejected(
        "Invalid value in row 1: NaN (expected finite)",
        3,
        offsets,
        new int[] {0, 1, 2},
        1f,
        1f,
        Float.NaN);
    SparseRowsBuilder builder = SparseRows.builder(3);
    assertThrows(IllegalArgumentException.class, () -> builder.add(new int[] {1, 2}, ONE));
  }

  @Test
  void rowsCanHaveOwners() {
    SparseRowsBuilder builder = SparseRows.builder(3).add(new int[] {2});
    assertEquals(SparseRows.NO_OWNER, builder.build().owner(0));
    for (int row = 1; row < 40; row++) { // more than the initial capacity of a builder
      builder.add(new int[] {row % 3}, new float[] {row}, row % 4 == 0 ? -1 : 10 * row);
    }
    SparseRows rows = builder.build();
    assertEquals(40, rows.rows());
    assertEquals(-1, rows.owner(0));
    for (int row = 1; row < 40; row++) {
      assertEquals(row % 4 == 0 ? -1 : 10 * row, rows.owner(row));
      assertEquals(row, rows.value(rows.start(row)));
    }
    SparseRows others = SparseRows.builder(3).add(new int[] {2}, ONE, 0).build();
    assertNotEquals(SparseRows.builder(3).add(new int[] {2}, ONE).build(), others);
    assertEquals(others, SparseRows.builder(3).add(new int[] {2}, ONE, 0).build());
    assertEquals(
        "Invalid owner: -2 (expected a training row, or -1 for none)",
        assertThrows(
                IllegalArgumentException.class, () -> builder.add(new int[0], new float[0], -2))
            .getMessage());
  }

  @Test
  void survivesJavaSerialization() throws IOException, ClassNotFoundException {
    SparseRows rows = SparseRows.builder(5).add(new int[] {4, 2}, new float[] {3f, 7f}, 6).build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(rows);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Object copy = in.readObject();
      assertEquals(rows, copy);
      assertEquals(rows.hashCode(), copy.hashCode());
    }
    assertNotEquals(rows, SparseRows.builder(5).add(new int[] {2, 4}).build());
  }

  private static int[] indices(SparseRows rows, int row) {
    int[] indices = new int[rows.end(row) - rows.start(row)];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = rows.index(rows.start(row) + i);
    }
    return indices;
  }

  private static void assertRejected(
      String message, int columns, int[] offsets, int[] indices, float... values) {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> SparseRows.of(columns, offsets, indices, values));
    assertEquals(message, thrown.getMessage());
  }

  @Test
  void transposes() {
    SparseRows rows =
        SparseRows.builder(4)
            .add(new int[] {2, 0}, new float[] {5, 6})
            .add(new int[0])
            .add(new int[] {0, 3, 2}, new float[] {7, 8, 9})
            .build();
    SparseRows transposed = rows.transposed();
    SparseRows expected =
        SparseRows.builder(3)
            .add(new int[] {0, 2}, new float[] {6, 7})
            .add(new int[0])
            .add(new int[] {0, 2}, new float[] {5, 9})
            .add(new int[] {2}, new float[] {8})
            .build();
    assertEquals(expected, transposed);
    assertArrayEquals(new int[] {0, 3, 2}, rows.indices(2));
    assertArrayEquals(new float[] {7, 8, 9}, rows.values(2));
    assertEquals(0, SparseRows.builder(0).add(new int[0]).build().transposed().rows());
  }
}
