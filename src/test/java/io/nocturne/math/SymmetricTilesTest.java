package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SymmetricTilesTest {
  @Test
  void bothHalvesAreEqual() {
    SymmetricTiles tiles = new SymmetricTiles(7, 3);
    for (int i = 0; i < 7; i++) {
      for (int j = 0; j <= i; j++) {
        tiles.set(j, i, 10 * i + j);
        tiles.add(i, j, 100);
      }
    }
    tiles.addToDiagonal(.5);
    for (int i = 0; i < 7; i++) {
      for (int j = 0; j <= i; j++) {
        double expected = 100 + 10 * i + j + (i == j ? .5 : 0);
        assertEquals(expected, tiles.get(i, j));
        assertEquals(expected, tiles.get(j, i));
      }
    }
  }

  @Test
  void tilesAreRowMajorAndSmallerAtTheEdge() {
    SymmetricTiles tiles = new SymmetricTiles(7, 3);
    assertEquals(3, tiles.tileRows());
    assertEquals(6, tiles.first(2));
    assertEquals(1, tiles.size(2));
    tiles.set(4, 0, 5);
    assertEquals(5, tiles.tile(1, 0)[3]);
    tiles.set(6, 5, 7);
    assertEquals(3, tiles.tile(2, 1).length);
    assertEquals(7, tiles.tile(2, 1)[2]);
    tiles.set(1, 2, 9);
    assertEquals(9, tiles.tile(0, 0)[5]);
    assertEquals(9, tiles.tile(0, 0)[7]);
    assertSame(tiles.tile(1, 1), tiles.tile(1, 1));
  }

  @Test
  void stripHoldsTheRowsUpToTheDiagonal() {
    SymmetricTiles expected = new SymmetricTiles(8, 3);
    SymmetricTiles tiles = new SymmetricTiles(8, 3);
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j <= i; j++) {
        expected.set(i, j, 10 * i + j);
      }
    }
    for (int r = 0; r < 3; r++) {
      int width = expected.first(r) + expected.size(r);
      double[] strip = new double[expected.size(r) * width];
      for (int k = 0; k < strip.length; k++) {
        strip[k] = expected.get(expected.first(r) + k / width, k % width);
      }
      tiles.setStrip(r, strip);
    }
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 8; j++) {
        assertEquals(expected.get(i, j), tiles.get(i, j));
      }
    }
  }

  @Test
  void bytesMatchTheArrays() {
    for (int n : new int[] {1, 255, 256, 257, 1000}) {
      SymmetricTiles tiles = new SymmetricTiles(n);
      long elements = 0;
      for (int r = 0; r < tiles.tileRows(); r++) {
        for (int c = 0; c <= r; c++) {
          elements += tiles.tile(r, c).length;
        }
      }
      assertEquals(8 * elements, SymmetricTiles.bytes(n));
    }
    // 100,000 items: half of 80 GB, plus half a tile row
    assertEquals(40.1e9, SymmetricTiles.bytes(100_000), .1e9);
  }

  @Test
  void rejectsValuesOutOfRange() {
    assertRejected("Invalid matrix size: 0 (expected 1 or more)", () -> new SymmetricTiles(0));
    assertRejected("Invalid tile size: 0 (expected 1 or more)", () -> new SymmetricTiles(1, 0));
    assertRejected(
        "Invalid tile size: 32769 (expected at most 32768)", () -> new SymmetricTiles(1, 32769));
    SymmetricTiles tiles = new SymmetricTiles(5, 3);
    assertRejected(
        "Invalid length of strip 1: 9 (expected 10)", () -> tiles.setStrip(1, new double[9]));
  }

  private static void assertRejected(String message, Runnable attempt) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, attempt::run).getMessage());
  }
}
