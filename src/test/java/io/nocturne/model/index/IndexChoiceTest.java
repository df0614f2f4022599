package io.nocturne.model.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void theConfigurationFileGivesTheNumber() throws IOException {
    String text = "auto: exact up to %,d items".formatted(IndexChoice.MOST_EXACT);
    assertTrue(Files.readString(Path.of("conf/nightly.conf")).contains(text), text);
  }

  @Test
  void doesWhatItIsTold() {
    assertTrue(IndexChoice.HNSW.decide(1).usesIndex());
    assertFalse(IndexChoice.EXACT.decide(1 << 30).usesIndex());
    assertEquals("materialize.index is hnsw", IndexChoice.HNSW.decide(1).why());
  }
}
