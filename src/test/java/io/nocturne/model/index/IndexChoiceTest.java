package io.nocturne.model.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IndexChoiceTest {
  @Test
  void isExactByDefaultWhereThatIsFastEnough() {
    int most = IndexChoice.MOST_EXACT;
    assertFalse(IndexChoice.AUTO.decide(most).usesIndex());
    IndexChoice.Decision more = IndexChoice.AUTO.decide(most + 1);
    assertTrue(more.usesIndex());
    assertEquals("%,d codes are more than %,d".formatted(most + 1, most), more.why());
  }

  @Test
  void doesWhatItIsTold() {
    assertTrue(IndexChoice.HNSW.decide(1).usesIndex());
    assertFalse(IndexChoice.EXACT.decide(1 << 30).usesIndex());
    assertEquals("materialize.index is hnsw", IndexChoice.HNSW.decide(1).why());
  }
}
