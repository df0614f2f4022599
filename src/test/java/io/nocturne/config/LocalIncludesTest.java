package io.nocturne.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configuration can include. */
class LocalIncludesTest {
  @TempDir Path temp;

  private Configuration of(String text) throws IOException {
    Path file = Files.writeString(temp.resolve("own.conf"), text);
    return Configuration.load(Optional.of(file), List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include url(\"http://127.0.0.1:1/x.conf\")",
        "include required(url(\"http://127.0.0.1:1/x.conf\"))",
        "include \"http://127.0.0.1:1/x.conf\"",
        "include required(\"https://127.0.0.1:1/x.conf\")",
        "include url(\"file:///etc/x.conf\")",
        "include \"jar:file:/x.jar!/x.conf\"",
        "titles { include url(\"http://127.0.0.1:1/x.conf\") }",
        "include file(\"TEMP/asks.conf\")",
        "include \"asks.conf\"",
      })
  void refusesUrls(String include) throws IOException {
    Files.writeString(temp.resolve("asks.conf"), "include url(\"http://127.0.0.1:1/x.conf\")");
    String text = include.replace("TEMP", temp.toString());
    String refusal = assertThrows(ConfigurationException.class, () -> of(text)).getMessage();
    assertTrue(refusal.startsWith("Cannot include from a URL: include "), refusal);
    assertTrue(refusal.contains("include it by file("), refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include \"more.conf\"",
        "include \"more\"",
        "include file(\"TEMP/more.conf\")",
        "include required(file(\"TEMP/more.conf\"))",
        "include file(\"TEMP/chain.conf\")",
      })
  void includesFiles(String include) throws IOException {
    Files.writeString(temp.resolve("more.conf"), "seed = 77");
    Files.writeString(temp.resolve("chain.conf"), "include \"more.conf\"");
    assertEquals(77, of(include.replace("TEMP", temp.toString())).integer("seed"));
  }

  @Test
  void includesResourcesOfTheJar() throws IOException {
    assertEquals(42, of("include classpath(\"nightly.conf\")").integer("seed"));
  }

  @Test
  void rejectsAMissingRequiredFile() {
    String refusal =
        assertThrows(ConfigurationException.class, () -> of("include required(\"none.conf\")"))
            .getMessage();
    assertTrue(refusal.contains("none.conf"), refusal);
    assertTrue(refusal.startsWith("Cannot read the configuration: "), refusal);
  }
}
