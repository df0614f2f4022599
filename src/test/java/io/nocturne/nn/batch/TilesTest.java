package io.nocturne.nn.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TilesTest {
  private static void check(int columns) {
    Tiles tiles = Tiles.of(columns);
    String of = "of " + columns;
    int covered = 0;
    for (int t = 0; t < tiles.count(); t++) {
      assertEquals(covered, t * tiles.width(), of);
      assertTrue(tiles.width(t) > 0, of);
      covered += tiles.width(t);
    }
    assertEquals(columns, covered, of);
    int taken = 0;
    for (int group = 0; group < tiles.groups(); group++) {
      assertEquals(taken, tiles.first(group), of);
      assertTrue(tiles.first(group + 1) > taken, of);
      taken = tiles.first(group + 1);
    }
    assertEquals(tiles.count(), taken, of);
    assertTrue(tiles.groups() <= 16, of);
    assertTrue(tiles.width() <= 512 && tiles.width() % 16 == 0, of);
  }

  @Test
  void tilesPartitionColumnsAndGroupsPartitionTiles() {
    IntStream.rangeClosed(1, 5000).forEach(TilesTest::check);
    for (int columns : new int[] {8191, 8192, 8193, 16_384, 16_385, 1_000_000, 1_000_000_000}) {
      check(columns);
    }
  }

  @Test
  void scoresAreStoredByTile() {
    assertEquals(new Tiles(700, 48, 1), Tiles.of(700));
    assertEquals(5 * 15 * 48, Tiles.of(700).size(5));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Tiles.of(1_000_000).size(2148));
    assertTrue(error.getMessage().contains("Lower train.batch"), error.getMessage());
  }
}
