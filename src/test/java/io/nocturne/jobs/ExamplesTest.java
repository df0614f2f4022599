package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.config.Configuration;
import io.nocturne.jobs.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every example can be read, and names the data, the recipe and the command to run it. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("conf", "examples");

  @Test
  void everyExampleIsValid() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(EXAMPLES)) {
      files = found.sorted().toList();
    }
    assertFalse(files.isEmpty());
    for (Path file : files) {
      Configuration configuration = Configuration.load(Optional.of(file), List.of());
      new Settings(configuration, Clock.systemUTC()).checkAll();
      String name = file.getFileName().toString();
      String recipe =
          configuration.text(
              "train.recipe"); // the name also has the variant of the recipe, if there are two
      assertTrue(
          name.matches("(ml-1m|gowalla)(-weak)?-" + recipe + "(-user|-item|-validated)?\\.conf"),
          name);
      String text = Files.readString(file);
      assertTrue(text.contains("jobs/nightly -c conf/examples/" + name), name);
      assertTrue(text.contains("${?NOCTURNE_DATA}"), name);
      String data = name.startsWith("ml-1m") ? "ml-1m" : "gowalla";
      assertTrue(configuration.text("input.path").contains(data), name);
    }
  }
}
