package io.nocturne.spark.log.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTest {
  private static Id read(Object value) {
    Id id = new Id("user", true);
    id.read(value);
    return id;
  }

  /** Two of them would be one id in a table: both are stored as a question mark. */
  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ude00", "\ud83da", "\ude00\ud83d", "\ud83d\ude00\ud83d"})
  void rejectsHalvesOfCharacters(String text) {
    assertEquals("user: not UTF-8", read(text).reason());
  }

  @Test
  void acceptsCharactersOfTwoHalves() {
    Id id = read("x\ud83d\ude00y");
    assertNull(id.reason());
    assertEquals("x\ud83d\ude00y", id.value(IdType.STRING));
  }
}
