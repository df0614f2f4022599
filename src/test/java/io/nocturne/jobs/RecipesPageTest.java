package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.config.Configuration;
import io.nocturne.config.Reference;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.model.recipe.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/recipes.md has a section for each registered recipe, with valid commands. */
class RecipesPageTest {
  private static final Path PAGE = Path.of("docs", "recipes.md");

  /** The file of settings and the settings after it. */
  private static final Pattern COMMAND = Pattern.compile("`jobs/nightly -c (\\S+\\.conf)([^`]*)`");

  private static final Pattern HEADING = Pattern.compile("### `(\\S+)`");

  /** The labels of every section, in order; an equation comes before them. */
  private static final List<String> LABELS =
      List.of("**Source.**", "**Differences from the paper.**", "**Run.**", "| Nocturne");

  private static List<String> lines;

  /** The lines of each section without its heading, in the order of the page. */
  private static final Map<String, List<String>> SECTIONS = new LinkedHashMap<>();

  @BeforeAll
  static void read() throws IOException {
    lines = Files.readAllLines(PAGE);
    List<String> section = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("#")) {
        section = new ArrayList<>();
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
          SECTIONS.put(heading.group(1), section);
        }
      } else {
        section.add(line);
      }
    }
  }

  /** The cells of a table row. */
  private static List<String> cells(String line) {
    String inner = line.strip().substring(1, line.strip().length() - 1);
    return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
  }

  @Test
  void everyRecipeHasOneSection() {
    assertEquals(
        List.copyOf(Recipes.names()),
        lines.stream()
            .map(HEADING::matcher)
            .filter(Matcher::matches)
            .map(heading -> heading.group(1))
            .toList(),
        "the recipes of the registry, in their order");
  }

  @Test
  void everySectionIsComplete() {
    SECTIONS.forEach(
        (recipe, section) -> {
          List<String> found =
              section.stream()
                  .flatMap(line -> LABELS.stream().filter(line::startsWith))
                  .distinct()
                  .toList();
          assertEquals(LABELS, found, recipe);
          assertTrue(
              section.stream()
                  .takeWhile(line -> !line.startsWith(LABELS.get(0)))
                  .anyMatch(line -> line.startsWith("    ")),
              "an equation of " + recipe);
          assertTrue(
              section.stream().anyMatch(line -> line.startsWith("| published")),
              "what is published of " + recipe);
        });
  }

  /** With the default of conf/nightly.conf. */
  @Test
  void everyOptionIsListed() {
    Reference reference = Reference.get();
    SECTIONS.forEach(
        (recipe, section) -> {
          Map<String, String> expected = new TreeMap<>();
          String prefix = "train." + recipe + ".";
          for (String key : reference.keys()) {
            if (key.startsWith(prefix)) {
              String value = reference.defaultOf(key).replace("\"", "").replace(",", ", ");
              expected.put("`" + key.substring(prefix.length()) + "`", "`" + value + "`");
            }
          }
          Map<String, String> found = new TreeMap<>();
          for (String line : section) {
            if (line.startsWith("| `")) {
              found.put(cells(line).get(0), cells(line).get(1));
            }
          }
          assertEquals(expected, found, recipe);
        });
  }

  @Test
  void everyCommandTrainsItsRecipe() {
    SECTIONS.forEach(
        (recipe, section) -> {
          List<Configuration> commands = commands(section);
          assertFalse(commands.isEmpty(), recipe);
          for (Configuration command : commands) {
            assertEquals(recipe, command.text("train.recipe"));
          }
        });
  }

  /** On the whole page, including other tables and text. */
  @Test
  void everyCommandIsValid() {
    int found = commands(lines).size();
    assertTrue(found > SECTIONS.size(), "commands found: " + found);
  }

  /** For the split by users; without popularity, which is far below and needs no training. */
  @Test
  void chartMatchesTheSections() throws IOException {
    String drawn = new RecipesChart(points()).draw();
    Path chart = Files.writeString(Path.of("target", "recipes.svg"), drawn);
    assertEquals(
        drawn,
        Files.readString(Path.of("docs", "recipes.svg")),
        "a figure has changed: copy " + chart + " to docs");
  }

  private static List<RecipesChart.Point> points() {
    List<RecipesChart.Point> points = new ArrayList<>();
    SECTIONS.forEach(
        (recipe, section) -> {
          String split = commands(section).get(0).text("variables.split");
          if (split.endsWith("strong") && !recipe.equals("popularity")) {
            List<String> header = cells(first(section, "| | "));
            List<String> measured = cells(first(section, "| Nocturne"));
            points.add(
                new RecipesChart.Point(
                    recipe,
                    Double.parseDouble(measured.get(header.indexOf("seconds to train"))),
                    Double.parseDouble(measured.get(header.indexOf("ndcg@100")))));
          }
        });
    return points;
  }

  private static String first(List<String> section, String start) {
    return section.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  private static List<Configuration> commands(List<String> text) {
    return text.stream().flatMap(line -> commands(line).stream()).toList();
  }

  /** Reads the settings of each command in a text, as the job does at its start. */
  private static List<Configuration> commands(String text) {
    List<Configuration> found = new ArrayList<>();
    Matcher matcher = COMMAND.matcher(text);
    while (matcher.find()) {
      Path file = Path.of(matcher.group(1));
      assertTrue(Files.exists(file), "there is no " + file);
      String added = matcher.group(2).strip();
      List<String> keyValues = added.isEmpty() ? List.of() : List.of(added.split(" +"));
      Configuration configuration = Configuration.load(Optional.of(file), keyValues);
      new Settings(configuration, Clock.systemUTC()).checkAll();
      found.add(configuration);
    }
    return found;
  }
}
