package io.nocturne.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import io.nocturne.model.recipe.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of conf/nightly.conf is explained, typed, has a valid default, and is read. */
class ReferenceTest {
  private static final Reference REFERENCE = Reference.get();

  static List<String> keys() {
    return REFERENCE.keys();
  }

  @Test
  void everySectionHasKeys() {
    for (String key : List.of("date", "input.path", "train.ease.lambda", "sample.users")) {
      assertTrue(keys().contains(key), key);
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void isExplained(String key) {
    ConfigValue value = REFERENCE.defaults().root().toConfig().getValue(key);
    List<String> comments = value.origin().comments().stream().map(String::strip).toList();
    int last = comments.size() - 1;
    assertTrue(comments.get(last).startsWith("type: "), () -> key + ": " + comments);
    String meaning = String.join(" ", comments.subList(0, last));
    assertTrue(meaning.length() > 10 && meaning.endsWith("."), () -> key + ": " + meaning);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void defaultIsValid(String key) {
    ConfigValue value = REFERENCE.defaults().getValue(key);
    assertEquals(Optional.empty(), REFERENCE.typeOf(key, "the test").complaint(value));
  }

  /** Only the types list and free accept a list, so every other type must reject one. */
  @ParameterizedTest
  @MethodSource("keys")
  void typeRejectsInvalidValues(String key) {
    KeyType type = REFERENCE.typeOf(key, "the test");
    if (!type.isFree()) {
      ConfigValue wrong =
          ConfigFactory.parseString("x = " + (type.isList() ? "a" : "[a]")).getValue("x");
      assertTrue(type.complaint(wrong).isPresent());
    }
  }

  /** A key that no source file names in quotes is unused, unless its whole section is rendered. */
  @Test
  void isRead() throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        sources.append(Files.readString(file));
      }
    }
    List<String> dead = new ArrayList<>(keys());
    // a recipe reads the options of its section by name
    String recipes = "train\\.(%s)\\.".formatted(String.join("|", Recipes.names()));
    dead.removeIf(key -> sources.indexOf("\"" + key.replaceFirst(recipes, "") + "\"") >= 0);
    assertEquals(List.of("variables"), dead, "keys that nothing reads");
  }

  /** Conversely, every key that is read by name has a default. */
  @Test
  void everyReadKeyHasADefault() throws IOException {
    String settings =
        Files.readString(Path.of("src/main/java/io/nocturne/jobs/settings/Settings.java"));
    List<String> unknown = new ArrayList<>();
    Pattern names =
        Pattern.compile(
            "(?:text|integer|number|numberOrNone|flag|list|choice|format|delimiter)\\(\"([^\"]+)\"");
    Matcher matcher = names.matcher(settings);
    int found = 0;
    while (matcher.find()) {
      found++;
      if (!keys().contains(matcher.group(1))) {
        unknown.add(matcher.group(1));
      }
    }
    assertTrue(found > 40, "keys found in Settings: " + found);
    assertEquals(List.of(), unknown);
  }

  @Test
  void defaultsLoad() {
    assertFalse(Configuration.load(Optional.empty(), List.of()).render().isEmpty());
  }
}
