package io.nocturne.model.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CsvLineTest {

  @Test
  void quotesOnlyWhereRfc4180RequiresIt() {
    assertEquals("u1,17,,é", CsvLine.of("u1", "17", "", "é"));
    assertEquals("\"a,b\",\"say \"\"hi\"\"\"", CsvLine.of("a,b", "say \"hi\""));
    assertEquals("\"two\nlines\"", CsvLine.of("two\nlines"));
  }
}
