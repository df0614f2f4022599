package io.nocturne.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which values each type of key takes, and the messages for others. */
class KeyTypeTest {
  private static ConfigValue hocon(String value) {
    return ConfigFactory.parseString("x = " + value).root().get("x");
  }

  private static Optional<String> complaint(String type, String value) {
    return new KeyType(type).complaint(hocon(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "integer                | 0",
        "integer                | -2147483648",
        "integer, 1 or more     | 1",
        "integer, 1 or more     | \"1\"",
        "integer, 1 or more     | 2147483647",
        "integer, 0 to 100      | 0",
        "integer, 0 to 100      | 100",
        "number, 0 to 1         | 0",
        "number, 0 to 1         | 1.0",
        "number, 0 to 1         | 1e-9",
        "number, 0.001 to 0.4   | 0.001",
        "number, more than 0    | 4.9e-324",
        "number or none         | none",
        "number or none         | -3.5",
        "flag                   | true",
        "flag                   | \"false\"",
        "text                   | x",
        "text                   | \" \"",
        "text, may be empty     | \"\"",
        "list of text           | []",
        "list of text           | [a, \"b\", 3]",
        "one of a, b-c          | b-c",
        "date                   | yesterday",
        "date                   | today",
        "date                   | 2028-02-29",
        "day                    | 2026-11-20",
        "day or run-date        | run-date",
        "day or run-date        | 2026-11-20",
        "time zone              | UTC",
        "time zone              | Europe/Berlin",
        "time zone              | \"+05:30\"",
        "free                   | { any: [1, {b: 2}] }",
      })
  void acceptsValidValues(String type, String value) {
    assertEquals(Optional.empty(), complaint(type, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "integer                | 2147483648         | integer",
        "integer                | 1.5                | integer",
        "integer                | one                | integer",
        "integer                | \"\"               | integer",
        "integer                | [1]                | integer",
        "integer                | {a: 1}             | integer",
        "integer                | null               | integer",
        "integer, 1 or more     | 0                  | integer, 1 or more",
        "integer, 1 or more     | 1.5                | integer, 1 or more",
        "integer, 0 to 100      | 101                | integer, 0 to 100",
        "integer, 0 to 100      | -1                 | integer, 0 to 100",
        "number, 0 to 1         | 1.0000001          | number, 0 to 1",
        "number, 0 to 1         | -1e-9              | number, 0 to 1",
        "number, 0 to 1         | NaN                | number, 0 to 1",
        "number, 0.001 to 0.4   | 0.41               | number, 0.001 to 0.4",
        "number, more than 0    | 0                  | number, more than 0",
        "number, more than 0    | Infinity           | number, more than 0",
        "number or none         | None               | number or none",
        "number or none         | NaN                | number or none",
        "flag                   | yes                | true or false",
        "flag                   | 1                  | true or false",
        "text                   | \"\"               | text",
        "text                   | null               | text",
        "text, may be empty     | null               | text, may be empty",
        "text, may be empty     | [a]                | text, may be empty",
        "list of text           | a                  | list of text",
        "list of text           | [[a]]              | list of text",
        "list of text           | [a, null]          | list of text",
        "one of a, b-c          | b_c                | one of a, b-c; did you mean b-c?",
        "one of a, b-c          | A                  | one of a, b-c; did you mean a?",
        "date                   | tomorrow           | a day such as 2026-11-20, today or yesterday",
        "date                   | 2026-02-29         | a day such as 2026-11-20, today or yesterday",
        "date                   | 20261120           | a day such as 2026-11-20, today or yesterday",
        "day                    | today              | a day such as 2026-11-20",
        "day or run-date        | today              | a day such as 2026-11-20, or run-date",
        "time zone              | Europe/Atlantis    | a time zone such as UTC or Europe/Berlin",
      })
  void rejectsInvalidValues(String type, String value, String expected) {
    assertEquals(Optional.of(expected), complaint(type, value));
  }

  @Test
  void rejectsUnknownTypes() {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> complaint("integr, 1 or more", "1"));
    assertTrue(e.getMessage().contains("integr"), e.getMessage());
  }
}
