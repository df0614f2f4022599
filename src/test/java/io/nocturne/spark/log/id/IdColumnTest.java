package io.nocturne.spark.log.id;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdColumnTest {
  @ParameterizedTest
  @CsvSource({
    // integers, whole numbers, texts of integers, texts
    "AUTO,   100,   0,   0,   0, LONG,   false",
    "AUTO,    95,   0,   0,   5, LONG,   false",
    "AUTO,    94,   0,   0,   6, STRING, false",
    "AUTO,    95,   0,   5,   0, LONG,   false",
    "AUTO,    94,   0,   3,   3, STRING, false",
    "AUTO,     0,   0, 100,   0, STRING, false",
    "AUTO,     0, 100,   0,   0, LONG,   true",
    "AUTO,    95,   5,   0,   0, LONG,   false",
    "AUTO,    94,   6,   0,   0, LONG,   true",
    "AUTO,     0,  10,   0,  90, STRING, false",
    "AUTO,     0,   0,   0,   0, LONG,   false",
    "STRING, 100,   0,   0,   0, STRING, true",
    "LONG,     0,   0,   0, 100, LONG,   true",
  })
  void theTypeFollowsFromTheKindsOfIds(
      IdType wanted,
      long integers,
      long whole,
      long textsOfIntegers,
      long texts,
      IdType type,
      boolean wholeNumbers) {
    long[] kinds = new long[Id.Kind.COUNT];
    kinds[Id.Kind.INTEGER.ordinal()] = integers;
    kinds[Id.Kind.WHOLE_NUMBER.ordinal()] = whole;
    kinds[Id.Kind.TEXT_OF_INTEGER.ordinal()] = textsOfIntegers;
    kinds[Id.Kind.TEXT.ordinal()] = texts;
    assertEquals(new IdColumn(type, wholeNumbers), IdColumn.decide(wanted, kinds));
  }
}
