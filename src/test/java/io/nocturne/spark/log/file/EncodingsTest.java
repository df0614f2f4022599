package io.nocturne.spark.log.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which encoding the first bytes of a file show. */
class EncodingsTest {
  private static String shown(String text, String encoding) {
    byte[] bytes = text.getBytes(Charset.forName(encoding));
    return Encodings.wideEncodingOf(bytes, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void withoutAMarkByTheirZeros(String encoding) {
    assertEquals(encoding, shown("user,item\nu1,i10\n", encoding));
    assertEquals(encoding, shown("user,item\nАнна,Война и мир\nИван,Идиот\n1,2\n", encoding));
    assertEquals(encoding, shown("user,item\n张伟,活着\n1,2\n", encoding));
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE, UTF-16",
    "UTF-16BE, UTF-16",
    "UTF-32LE, UTF-32",
    "UTF-32BE, UTF-32",
  })
  void byTheirMark(String written, String shown) {
    assertEquals(shown, shown("\ufeff" + "活着", written));
  }

  @Test
  void anyOtherIsNotTold() {
    assertNull(shown("user,item\nАнна,Война и мир\n", "UTF-8"));
    assertNull(shown("user,item\ncaf\u00e9,1\n", "ISO-8859-1"));
    assertNull(shown("", "UTF-8"));
    assertNull(shown("a", "UTF-8"));
    assertNull(shown("\0\0\0\0\0\0\0\0", "UTF-8"));
  }
}
