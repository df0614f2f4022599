package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.SparseRows;
import java.util.List;
import org.junit.jupiter.api.Test;

class PopularityTest {
  @Test
  void scoresAreTheCounts() {
    Popularity popularity = new Popularity(new float[] {3, 0, 5});
    float[] scores = new float[9];
    popularity.score(SparseRows.builder(3).add(new int[] {2, 0}).add(new int[0]).build(), scores);
    assertArrayEquals(new float[] {3, 0, 5, 3, 0, 5, 0, 0, 0}, scores);
    assertEquals(3, popularity.items());
  }

  @Test
  void maskingDoesNotChangeTheCounts() {
    Popularity popularity = new Popularity(new float[] {3, 1, 5});
    Ranker ranker = new Ranker(popularity, popularity, 3);
    for (int time = 0; time < 2; time++) {
      RankedList list = ranker.rank(List.of(History.EMPTY), List.of(new int[] {2})).get(0);
      assertArrayEquals(new int[] {0, 1}, list.items());
      RankedList unmasked = ranker.rank(List.of(History.EMPTY), List.of(new int[0])).get(0);
      assertArrayEquals(new int[] {2, 0, 1}, unmasked.items());
    }
  }
}
