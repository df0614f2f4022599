package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.jobs.config.Configuration;
import io.nocturne.model.recipe.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of docs/recipes.md: a row for each registered recipe, whose commands can be run. */
class RecipesPageTest {
  private static final Path PAGE = Path.of("docs", "recipes.md");

  /** The file of settings, and what is set beside it. */
  private static final Pattern COMMAND = Pattern.compile("`jobs/nightly -c (\\S+\\.conf)([^`]*)`");

  private static final int OPTIONS = 4;
  private static final int COMMANDS = 5;
  private static final int MEASURED = 7;
  private static final int SECONDS = 8;
  private static final int COLUMNS = 9;
  private static final Pattern NDCG = Pattern.compile("^recall.* ndcg@100 (\\.\\d+)");

  private static List<String> lines;

  /** The cells of each row of the table, without the recipe's quotes. */
  private static List<List<String>> rows;

  @BeforeAll
  static void read() throws IOException {
    lines = Files.readAllLines(PAGE);
    int header = 0;
    while (!lines.get(header).startsWith("| recipe | paper |")) {
      header++;
    }
    rows =
        lines.subList(header + 2, lines.size()).stream()
            .takeWhile(line -> line.startsWith("|"))
            .map(RecipesPageTest::cells)
            .toList();
  }

  /** A bar with a backslash before it is a letter. */
  private static List<String> cells(String line) {
    String inner = line.strip().substring(1, line.strip().length() - 1);
    return Arrays.stream(inner.split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
  }

  private static String recipe(List<String> row) {
    return row.get(0).replace("`", "");
  }

  @Test
  void everyRecipeHasOneRow() {
    assertEquals(
        List.copyOf(Recipes.names()),
        rows.stream().map(RecipesPageTest::recipe).toList(),
        "the recipes of the registry, in their order");
  }

  @Test
  void everyRowSaysAll() {
    for (List<String> row : rows) {
      assertEquals(COLUMNS, row.size(), row.toString());
      assertTrue(row.stream().noneMatch(String::isEmpty), row.toString());
    }
  }

  @Test
  void everyOptionIsMentioned() {
    Configuration defaults = Configuration.load(Optional.empty(), List.of());
    for (List<String> row : rows) {
      List<String> missing = new ArrayList<>();
      for (String option : defaults.section("train." + recipe(row)).keySet()) {
        if (!row.get(OPTIONS).contains("`" + option + "`")) {
          missing.add(option);
        }
      }
      assertEquals(List.of(), missing, recipe(row) + " has more options than its row");
    }
  }

  @Test
  void everyCommandTrainsItsRecipe() {
    for (List<String> row : rows) {
      List<Configuration> commands = commands(row.get(COMMANDS));
      assertFalse(commands.isEmpty(), row.toString());
      for (Configuration command : commands) {
        assertEquals(recipe(row), command.text("train.recipe"), row.get(COMMANDS));
      }
    }
  }

  /** Of the whole page, other tables and text included. */
  @Test
  void everyCommandCanBeRead() {
    int found = lines.stream().mapToInt(line -> commands(line).size()).sum();
    assertTrue(found > rows.size(), "commands found: " + found);
  }

  /** Of the split with held-out users; popularity is far below, and nothing to train. */
  @Test
  void theChartIsOfTheTable() throws IOException {
    String drawn = new RecipesChart(points()).draw();
    Path chart = Files.writeString(Path.of("target", "recipes.svg"), drawn);
    assertEquals(
        drawn,
        Files.readString(Path.of("docs", "recipes.svg")),
        "the table has changed: copy " + chart + " to docs");
  }

  private static List<RecipesChart.Point> points() {
    List<RecipesChart.Point> points = new ArrayList<>();
    for (List<String> row : rows) {
      Matcher accuracy = NDCG.matcher(row.get(MEASURED));
      String split = commands(row.get(COMMANDS)).get(0).text("variables.split");
      if (accuracy.find() && split.endsWith("strong") && !recipe(row).equals("popularity")) {
        double seconds = Double.parseDouble(row.get(SECONDS));
        double ndcg = Double.parseDouble(accuracy.group(1));
        points.add(new RecipesChart.Point(recipe(row), seconds, ndcg));
      }
    }
    return points;
  }

  /** Reads the settings of each command in a text, as the job does before it begins. */
  private static List<Configuration> commands(String text) {
    List<Configuration> found = new ArrayList<>();
    Matcher matcher = COMMAND.matcher(text);
    while (matcher.find()) {
      Path file = Path.of(matcher.group(1));
      assertTrue(Files.exists(file), "there is no " + file);
      String beside = matcher.group(2).strip();
      List<String> keyValues = beside.isEmpty() ? List.of() : List.of(beside.split(" +"));
      Configuration configuration = Configuration.load(Optional.of(file), keyValues);
      new Settings(configuration, Clock.systemUTC()).checkAll();
      found.add(configuration);
    }
    return found;
  }
}
