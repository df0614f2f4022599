package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small logs, and what the tables hold after each of them is split. */
class SplitCasesTest {
  static List<String> names() {
    return SplitCase.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theTablesHoldWhatIsExpected(String name) {
    SplitCase split = SplitCase.of(name);
    assertEquals(
        String.join("\n", split.expected()),
        String.join(
            "\n", TableText.of(LocalPrepared.of(split.rows(), split.settings(), split.split()))));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theOrderOfTheFileSaysNothing(String name) {
    SplitCase split = SplitCase.of(name);
    List<LocalPrepared.Logged> rows = split.rows();
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(rows, new Random(seed));
      assertEquals(
          split.expected(), TableText.of(LocalPrepared.of(rows, split.settings(), split.split())));
    }
  }
}
