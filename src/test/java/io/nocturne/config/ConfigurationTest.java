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
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Defaults, overridden by a file and the command line, and the errors in each. */
class ConfigurationTest {
  @TempDir Path temp;

  private Path file(String text) throws IOException {
    return Files.writeString(temp.resolve("own.conf"), text);
  }

  private static Configuration of(String... settings) {
    return Configuration.load(Optional.empty(), List.of(settings));
  }

  private Configuration ofFile(String text, String... settings) throws IOException {
    return Configuration.load(Optional.of(file(text)), List.of(settings));
  }

  private static String refusal(Executable load) {
    return assertThrows(ConfigurationException.class, load).getMessage();
  }

  private static void assertContains(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "no \"" + part + "\" in: " + message);
    }
  }

  @Test
  void commandLineOverridesFileAndFileOverridesDefaults() throws IOException {
    Configuration all = ofFile("train.ease.lambda = 7, seed = 8", "seed=9");
    assertEquals(7, all.number("train.ease.lambda"));
    assertEquals(9, all.integer("seed"));
    assertEquals("target/nocturne", all.text("root"));
  }

  @Test
  void lastSettingWins() {
    assertEquals(2, of("seed=1", "seed=2").integer("seed"));
  }

  @Test
  void commandLineTextsAreTakenLiterally() {
    Configuration all = of("input.path=/log/{dt=*}/a=b # c", "titles.path=", "input.delimiter=|");
    assertEquals("/log/{dt=*}/a=b # c", all.text("input.path"));
    assertEquals("", all.text("titles.path"));
    assertEquals("|", all.text("input.delimiter"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"a@1,b@2", "[a@1, b@2]", "[\"a@1\",\"b@2\"]", " a@1 , b@2 "})
  void commandLineTakesLists(String text) {
    assertEquals(List.of("a@1", "b@2"), of("evaluate.metrics=" + text).list("evaluate.metrics"));
  }

  @Test
  void userDefinedVariables() throws IOException {
    String text = "variables.data = /logs, input.path = ${variables.data}\"/{date}\"";
    assertEquals("/logs/{date}", ofFile(text).text("input.path"));
    assertEquals("/new/{date}", ofFile(text, "variables.data=/new").text("input.path"));
  }

  @Test
  void renderedConfigurationReadsBack() throws IOException {
    Configuration all =
        of("input.path=/a \"b\"/{date}", "input.delimiter=\t", "evaluate.metrics=ndcg@3,recall@4");
    assertEquals(all.render(), ofFile(all.render()).render());
  }

  @ParameterizedTest
  @CsvSource({
    "train.ease.lamda,   train.ease.lambda",
    "materialize.topn,   materialize.top-n",
    "input.pat,          input.path",
    "gate.metrics,       gate.metric",
    "Seed,               seed",
    "input,              input.ids.item", // a section is not a key; any of its keys is near
  })
  void unknownKey(String key, String nearest) throws IOException {
    assertContains(refusal(() -> of(key + "=1")), "Unknown key: " + key, "the command line");
    if (!key.equals("input")) {
      String both = "; did you mean " + nearest + "?";
      assertContains(refusal(() -> of(key + "=1")), both);
      assertContains(
          refusal(() -> ofFile("\n" + key + " = 1")), "Unknown key: " + key, "own.conf: 2", both);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "materialize.top-n=0       | integer, 1 or more",
        "materialize.top-n=ten     | integer, 1 or more",
        "train.ease.lambda=0       | number, more than 0",
        "split.held-out-users=0.5  | number, 0.001 to 0.4",
        "evaluate.bootstrap=10001  | integer, 1 to 10000",
        "prepare.max-bad-share=5%  | number, 0 to 1",
        "train.recipe=eese         | did you mean ease?",
        "split.kind=leave-one-out  | did you mean leave-last-out?",
        "prepare.duplicates=first  | one of last, max, sum, count",
        "input.header=yes          | true or false",
        "date=20.11.2026           | a day such as 2026-11-20, today or yesterday",
        "time-zone=Europe/Berln    | a time zone such as UTC or Europe/Berlin",
        "root=                     | text",
      })
  void invalidValue(String setting, String expected) {
    String key = setting.substring(0, setting.indexOf('='));
    String value = setting.substring(setting.indexOf('=') + 1);
    // a number is parsed as a number if its key takes one, as in a file
    String shown = value.matches("[0-9.]+") && !key.equals("date") ? value : "\"" + value + "\"";
    assertContains(
        refusal(() -> of(setting)),
        "Invalid " + key + ": " + shown + " in the command line",
        "(expected ",
        expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "materialize.top-n = 0           | Invalid materialize.top-n: 0 in ",
        "materialize { top-n = [5] }     | Invalid materialize.top-n: [5] in ",
        "materialize = 5                 | Invalid materialize: 5 in ",
        "input.path = null               | Invalid input.path: null in ",
        "evaluate.metrics = recall@20    | Cannot read the configuration: ",
        "evaluate.metrics = \"recall@20\"| Invalid evaluate.metrics: \"recall@20\" in ",
        "evaluate.metrics = [[\"a@1\"]]  | Invalid evaluate.metrics: [[\"a@1\"]] in ",
        "input.path = ${NO_SUCH.NAME}    | NO_SUCH.NAME",
        "input { path = a                | Cannot read the configuration: ",
        "seed = = 3                      | Cannot read the configuration: ",
      })
  void invalidValueInAFile(String text, String expected) {
    assertContains(refusal(() -> ofFile(text)), expected, "own.conf: 1");
  }

  @Test
  void missingFile() {
    Path missing = temp.resolve("no-such.conf");
    assertContains(
        refusal(() -> Configuration.load(Optional.of(missing), List.of())),
        "Configuration file not found: " + missing);
    assertContains(
        refusal(() -> Configuration.load(Optional.of(temp), List.of())),
        "Configuration file not found: " + temp);
  }

  @ParameterizedTest
  @CsvSource({"seed", "=3", "nightly.conf"})
  void incompleteArgument(String argument) {
    assertContains(
        refusal(() -> of(argument)), "Invalid argument: " + argument, "(expected key=value)");
  }

  @Test
  void sectionSettingsOverrideTheDefaults() {
    Configuration all =
        Configuration.of("train", "epochs = 7, schedule.shape = cosine", "mult-vae { code = 3 }");
    assertEquals(7, all.integer("train.epochs"));
    assertEquals("cosine", all.text("train.schedule.shape"));
    assertEquals(3, all.integer("train.mult-vae.code"));
    assertEquals(500, all.integer("train.batch"));
    assertEquals(Configuration.defaults().render(), Configuration.of("train").render());
    assertEquals(8, Configuration.of("train", "epochs = 7", "epochs = 8").integer("train.epochs"));
  }

  @Test
  void sectionSettingsAreChecked() {
    assertContains(
        refusal(() -> Configuration.of("train", "epochs = 7\nepoch = 8")),
        "Unknown key: train.epoch in the settings: 2; did you mean train.epochs?");
    assertContains(
        refusal(() -> Configuration.of("train", "epochs = ${NO_SUCH_NAME}")),
        "Cannot read the configuration: ",
        "NO_SUCH_NAME");
    assertContains(
        refusal(() -> Configuration.of("train", "include url(\"http://x\")")), "http://x");
  }
}
