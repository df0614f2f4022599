package io.nocturne.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  private static final List<String> NAMES =
      List.of("recall", "recall-all", "precision", "ndcg", "map", "mrr", "hit-rate");

  @Test
  void findsWordsDespiteTyposAndAbbreviations() {
    assertEquals("recall", NearestName.of("recal", NAMES));
    assertEquals("recall-all", NearestName.of("recall_all", NAMES));
    assertEquals("ndcg", NearestName.of("ndgc", NAMES));
    assertEquals("ndcg", NearestName.of("NDCG", NAMES));
    assertEquals("hit-rate", NearestName.of("hr", NAMES));
    assertEquals("precision", NearestName.of("prec", NAMES));
  }

  @Test
  void rejectsAnEmptyList() {
    assertThrows(IllegalArgumentException.class, () -> NearestName.of("recall", List.of()));
  }
}
