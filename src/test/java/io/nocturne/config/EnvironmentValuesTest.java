package io.nocturne.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values from the environment: they are used, but never printed. */
class EnvironmentValuesTest {
  private static final String SECRET = "hunter2-correct-horse";

  @TempDir Path temp;
  private final Map<String, String> environment = new HashMap<>(Map.of("SECRET", SECRET));

  private Configuration of(String text) throws IOException {
    Path file = Files.writeString(temp.resolve("own.conf"), text);
    return Configuration.read(Optional.of(file), List.of(), environment);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "titles.path = ${SECRET}             | titles.path | hunter2-correct-horse",
        "titles.path = ${?SECRET}            | titles.path | hunter2-correct-horse",
        "titles.path = /a/${SECRET}/b        | titles.path | /a/hunter2-correct-horse/b",
        "titles.path = a, titles.path = ${?NO} | titles.path | a",
        "variables.k = ${SECRET}, titles.path = /${variables.k}/b | titles.path | /hunter2-correct-horse/b",
        "evaluate.metrics = [a, ${SECRET}]   | evaluate.metrics | hunter2-correct-horse",
        "evaluate.metrics = ${NAMES}         | evaluate.metrics | one",
      })
  void valueIsUsedButNotRendered(String text, String key, String part) throws IOException {
    environment.putAll(Map.of("NAMES_0", "one-of-the-names", "NAMES_1", "another"));
    Configuration all = of(text);
    all.check();
    String value = key.equals("evaluate.metrics") ? all.list(key).toString() : all.text(key);
    assertTrue(value.contains(part), value);
    String section = key.substring(0, key.indexOf('.'));
    for (String shown :
        List.of(
            all.render(), all.renderJson(section), all.identity(), all.identity(List.of(key)))) {
      assertFalse(shown.contains(SECRET) || shown.contains("one-of-the-names"), shown);
    }
    assertEquals(
        text.contains("SECRET"), all.render().contains("${SECRET}"), "where it is from: " + text);
  }

  @Test
  void renderedMarkersReadBack() throws IOException {
    environment.put("SEED", "7");
    Configuration all = of("titles.path = /a/${SECRET}/b, seed = ${SEED}, root = ${SECRET}");
    all.check();
    Configuration again = of(all.render());
    again.check();
    assertEquals("/a/" + SECRET + "/b", again.text("titles.path"));
    assertEquals(7, again.integer("seed"));
    assertEquals(all.render(), again.render());
    assertEquals(all.identity(), again.identity());
  }

  @Test
  void identityDependsOnTheValue() throws IOException {
    String text = "input.path = ${SECRET}";
    List<String> keys = List.of("input.path");
    String before = of(text).identity(keys);
    assertEquals(before, of(text).identity(keys));
    assertTrue(before.matches("(?s).*<from the environment: SECRET, [0-9a-f]{32}>.*"), before);
    environment.put("SECRET", SECRET + ".");
    assertNotEquals(before, of(text).identity(keys));
    assertEquals(of("seed = 3").render(), of("seed = 3").identity());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed = ${SECRET}                 | Invalid seed: \"<from the environment: SECRET>\"",
        "train.recipe = ${SECRET}         | Invalid train.recipe: \"<from the environment: SECRET>\"",
        "input = ${SECRET}                | Invalid input: \"<from the environment: SECRET>\"",
        "materialize.topn = ${SECRET}     | Unknown key: materialize.topn",
        "titles.path = ${SECRET} { a = 1 }| Cannot read the configuration: env var SECRET",
      })
  void errorsDoNotShowTheValue(String text, String message) throws IOException {
    Configuration all = of(text);
    String refusal = assertThrows(ConfigurationException.class, all::check).getMessage();
    assertTrue(refusal.contains(message), refusal);
    assertFalse(refusal.contains("hunter2"), refusal);
  }

  @Test
  void rejectsAMarkerAsValue() throws IOException {
    Configuration all = of("root = \"<from the environment: SECRET>/x\"");
    String refusal = assertThrows(ConfigurationException.class, all::check).getMessage();
    assertTrue(refusal.contains("write ${NAME} in its place"), refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cannot read s3a://hunter2-correct-horse@b/x | cannot read s3a://<SECRET>@b/x",
        "xhunter2-correct-horsex                     | x<SECRET>x",
        "key abc, not abcd nor xabc: /abc/           | key <SHORT>, not abcd nor xabc: /<SHORT>/",
        "epoch 40 of 100                             | epoch 40 of 100",
        "x, y                                        | x, y",
      })
  void messagesAreMasked(String message, String masked) throws IOException {
    environment.putAll(Map.of("SHORT", "abc", "EPOCHS", "40", "TINY", ","));
    Configuration all =
        of(
            "titles.path = ${SECRET}, root = ${SHORT}, train.epochs = ${EPOCHS}, input.delimiter = ${TINY}");
    all.check();
    assertEquals(masked.replaceAll("<([A-Z]+)>", "<from the environment: $1>"), all.mask(message));
  }
}
