package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.config.Configuration;
import io.nocturne.jobs.settings.TrainKeys;
import io.nocturne.model.recipe.Recipes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The accuracy of each recipe on the built-in sample with the settings of conf/nightly.conf. */
class DefaultsOnTheSampleTest {

  /** All recipes that rank by scores; rating errors cannot be compared with popularity. */
  private static Stream<String> recipes() {
    TrainKeys keys = new TrainKeys(Configuration.load(Optional.empty(), List.of()), 1);
    return Recipes.names().stream()
        .filter(name -> !name.equals("popularity"))
        .filter(name -> !keys.recipe(name).predictsRatings());
  }

  /** All recipes, and a quick one with the other kinds of corruption. */
  private static List<String> trained() {
    Stream<String> noises =
        Stream.of("gaussian", "salt").map("sparse-ae,train.sparse-ae.corruption="::concat);
    return Stream.concat(recipes(), noises).toList();
  }

  @TestFactory
  Stream<DynamicTest> everyRecipeBeatsPopularityByFiftyPercent() throws Exception {
    TreeMap<String, String> lines = new TreeMap<>();
    for (String line : output(trained()).split("\\R")) {
      lines.put(line.split(" ")[0], line);
    }
    return trained().stream()
        .map(recipe -> DynamicTest.dynamicTest(recipe, () -> assertReached(lines.get(recipe))));
  }

  private static void assertReached(String line) {
    double times = Double.parseDouble(line.split(" ")[1]);
    assertTrue(times >= DefaultsOnTheSample.TIMES_POPULARITY, line);
  }

  /** Runs in a JVM as the launcher starts it, as the JVM of the tests has no second compiler. */
  private static String output(List<String> recipes) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "--add-modules=jdk.incubator.vector"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(DefaultsOnTheSample.class.getName());
    command.addAll(recipes);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
