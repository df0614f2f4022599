package io.nocturne.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The help of {@code jobs/research}, and errors before Spark starts. */
class ResearchTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    return new Research(console).run(List.of(arguments));
  }

  @Test
  void helpListsEveryExperiment() {
    assertEquals(0, run("--help"));
    for (Experiment experiment : Experiment.values()) {
      assertTrue(
          out.toString(UTF_8).contains("  " + experiment.label() + " "), out.toString(UTF_8));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "averagin | Unknown experiment: averagin (expected one of faults, averaging, ",
        "averaging seeds=0 | Invalid seeds: 0 (expected an integer, 1 to 999)",
        "averaging seeds=3 train.recipe=no | Invalid train.recipe: \"no\" ",
        "inversion train.batsh=5 | Unknown key: train.batsh",
      })
  void rejectsInvalidUsage(String arguments, String message) {
    assertEquals(2, run(arguments.split(" ")));
    assertTrue(err.toString(UTF_8).startsWith("research: " + message), err.toString(UTF_8));
  }

  @Test
  void requiresAnExperiment() {
    assertEquals(2, run());
    String message = "research: Missing experiment (expected one of faults, ";
    assertTrue(err.toString(UTF_8).startsWith(message), err.toString(UTF_8));
  }
}
