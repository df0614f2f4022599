package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.spark.store.Json;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ids and titles with special characters, and how a terminal shows them. */
class PrintableTest {
  private static List<Arguments> texts() {
    return List.of(
        Arguments.of("plain, \u00dcn\u00efc\u00f6d\u00e9 \u20ac \u65e5\u672c", null),
        Arguments.of("a\nb\r\tc", "a\\u000ab\\u000d\\u0009c"),
        Arguments.of("\u001b[2J\u0007", "\\u001b[2J\\u0007"),
        Arguments.of("\u009b31m\u007f\u0000", "\\u009b31m\\u007f\\u0000"),
        Arguments.of("\u202eevil\u202c\u2066x\u2069", "\\u202eevil\\u202c\\u2066x\\u2069"),
        Arguments.of("a\u2028b\u2029c\ufeff", "a\\u2028b\\u2029c\\ufeff"),
        Arguments.of("half \ud83d of it", "half \\ud83d of it"),
        Arguments.of("\udb40\udc41", "\\udb40\\udc41"),
        // joiners, as in emojis and in Persian and Indian scripts
        Arguments.of("\ud83d\udc69\u200d\ud83d\ude80 \u0645\u06cc\u200c\u062e", null));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void escapesControlCharacters(String text, String shown) {
    assertEquals(shown == null ? text : shown, Printable.of(text));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void escapedJsonKeepsItsValue(String text, String shown) {
    Report report = new Report("nightly");
    report.put("title", text);
    assertEquals(report.line(), Printable.of(report.line()));
    assertEquals(text, Json.parse(report.line()).path("title").asText());
    assertEquals(text, Json.parse(report.text()).path("title").asText());
  }
}
