package io.nocturne.spark.log.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "-7", "9223372036854775807", "-9223372036854775808"})
  void integersAreWrittenInOneWay(String text) {
    assertEquals(text, String.valueOf(Numbers.integer(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "007",
        "+7",
        "-0",
        "7.0",
        "1e3",
        " 7",
        "7 ",
        "0x7",
        "\u0663",
        "9223372036854775808",
        "-9223372036854775809",
        "12345678901234567890"
      })
  void otherTextIsNoInteger(String text) {
    assertNull(Numbers.integer(text));
  }

  @Test
  void integersAmongOtherValues() {
    assertEquals(7L, Numbers.integer((Object) 7.0));
    assertNull(Numbers.integer((Object) 7.5));
    assertNull(Numbers.integer((Object) 1e300));
    assertNull(Numbers.integer((Object) Double.NaN));
    assertEquals(700L, Numbers.integer((Object) new BigDecimal("7E+2")));
    assertEquals(7L, Numbers.integer((Object) new BigDecimal("7.00")));
    assertNull(Numbers.integer((Object) new BigDecimal("18446744073709551615")));
    assertEquals(7L, Numbers.integer((Object) " 7 "));
    assertNull(Numbers.integer((Object) true));
    assertNull(Numbers.integer((Object) null));
  }

  @ParameterizedTest
  @CsvSource({
    "4, 4",
    "' 4.5 ', 4.5",
    ".5, 0.5",
    "4., 4",
    "+4, 4",
    "-4e-1, -0.4",
    "007, 7",
    "NaN, NaN",
    "inf, Infinity",
    "-Infinity, -Infinity"
  })
  void numbersAsTheyAreWritten(String text, double value) {
    assertEquals(value, Numbers.number((Object) text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "4,5", "0x1p3", "4d", "4f", "1e", "--4", "4 5"})
  void otherTextIsNoNumber(String text) {
    assertNull(Numbers.number((Object) text));
  }
}
