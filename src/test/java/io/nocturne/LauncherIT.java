package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the launcher handles its arguments and the machine. */
class LauncherIT {
  @TempDir Path temp;
  private Launcher launcher;

  @BeforeEach
  void copyTheScripts() throws IOException {
    launcher = new Launcher(temp);
  }

  @Test
  void rejectsUnsupportedJavaVersions() throws Exception {
    for (String version : List.of("1.8.0_392", "11.0.2", "25.0.1")) {
      Path home = temp.resolve("jdk-" + version);
      Launcher.script(home.resolve("bin/java"), "echo 'openjdk version \"" + version + "\"' >&2");
      launcher.env().put("JAVA_HOME", home.toString());
      Launcher.Run run = launcher.run("nightly");
      String major = version.replaceFirst("^1\\.", "").replaceFirst("\\..*", "");
      run.refused(2, "Cannot run on Java " + major + ": " + home + "/bin/java.");
      assertTrue(run.err().contains("Install a JDK 17, or set JAVA_HOME to one."), run.err());
    }
  }

  @Test
  void rejectsMissingJava() throws Exception {
    launcher.env().put("JAVA_HOME", temp.resolve("nowhere").toString());
    launcher.run("nightly").refused(2, "Cannot find Java: " + temp.resolve("nowhere/bin/java"));
    launcher.env().remove("JAVA_HOME");
    launcher.run("nightly").refused(2, "Cannot find Java: no java on the PATH");
  }

  @ParameterizedTest
  @CsvSource({
    "--bogus x, Unknown option: --bogus",
    "--bogus=x, Unknown option: --bogus",
    "-x, Unknown option: -x",
    "--verbose=yes, Unknown option: --verbose",
    "--master, Missing value: --master",
    "-c, Missing value: -c",
    "--conf spark.cores, Invalid --conf: spark.cores",
  })
  void rejectsInvalidOptionsByName(String options, String message) throws Exception {
    launcher.run(("nightly " + options).split(" ")).refused(2, message);
  }

  @Test
  void separatesOptionsFromJobArguments() throws Exception {
    Launcher.Run run =
        launcher.run(
            "train",
            "top=5",
            "--conf=spark.a=b c",
            "-c",
            "my file.conf",
            "--queue",
            "night",
            "--dry-run",
            "--verbose",
            "--executor-memory=2g",
            "title=*",
            "--help");
    assertEquals(7, run.status(), "the job's exit status: " + run.err());
    List<String> words = run.words();
    int jar = words.indexOf(launcher.root() + "/target/nocturne.jar");
    assertEquals(
        List.of("train", "top=5", "-c", "my file.conf", "--dry-run", "title=*", "--help"),
        words.subList(jar + 1, words.size() - 1));
    assertEquals(
        List.of(
            "--conf", "spark.a=b c", "--queue", "night", "--verbose", "--executor-memory", "2g"),
        words.subList(0, 7));
  }

  @Test
  void defaultsDependOnTheMachine() throws Exception {
    Launcher.Run run = launcher.run("nightly");
    List<String> words = run.words();
    assertEquals("local[*]", words.get(words.indexOf("--master") + 1));
    assertEquals("nocturne nightly", words.get(words.indexOf("--name") + 1));
    assertTrue(words.get(words.indexOf("--driver-memory") + 1).matches("[1-9][0-9]+m"), run.out());
    String log4j2 = "\"-Dlog4j2.configurationFile=" + launcher.root() + "/conf/log4j2.properties\"";
    assertTrue(words.contains("spark.driver.defaultJavaOptions=" + log4j2), run.out());
    assertTrue(words.contains("SPARK_LOCAL_IP=127.0.0.1"), run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"option", "conf", "properties file", "spark-defaults.conf", "environment"})
  void defaultsDoNotOverrideTheUser(String where) throws Exception {
    String properties = "spark.master  yarn\nspark.driver.memory=9g\nspark.app.name: mine\n";
    Path file = temp.resolve("my.properties");
    Launcher.Run run =
        switch (where) {
          case "option" ->
              launcher.run("nightly", "--master=yarn", "--driver-memory=9g", "--name", "mine");
          case "conf" ->
              launcher.run(
                  Stream.concat(
                          Stream.of("nightly"),
                          properties.lines().map(l -> "--conf=" + l.replaceFirst("[ =:]+", "=")))
                      .toArray(String[]::new));
          case "properties file" -> {
            Files.writeString(file, properties);
            yield launcher.run("nightly", "--properties-file", file.toString());
          }
          case "spark-defaults.conf" -> {
            Files.writeString(launcher.spark().resolve("conf/spark-defaults.conf"), properties);
            yield launcher.run("nightly");
          }
          default -> {
            launcher.env().putAll(Map.of("MASTER", "yarn", "SPARK_DRIVER_MEMORY", "9g"));
            yield launcher.run("nightly", "--name", "mine");
          }
        };
    for (String ours : List.of("local[*]", "nocturne nightly", "SPARK_LOCAL_IP=127.0.0.1")) {
      assertFalse(run.words().contains(ours), run.out());
    }
    assertTrue(run.out().lines().noneMatch(w -> w.matches("[0-9]+m")), run.out());
  }

  @Test
  void setsNoDefaultsForARemoteDriver() throws Exception {
    Launcher.Run run = launcher.run("nightly", "--master=yarn", "--deploy-mode=cluster");
    assertFalse(run.out().contains("--driver-memory"), run.out());
    assertFalse(run.out().contains("log4j2"), run.out());
  }

  @Test
  void leavesRetriesOfFailedJobsToTheScheduler() throws Exception {
    String once = "spark.yarn.maxAppAttempts=1";
    String[] cluster = {"nightly", "--master=yarn", "--deploy-mode=cluster"};
    assertTrue(launcher.run(cluster).words().contains(once));
    assertTrue(launcher.run("nightly", "--master=yarn").words().contains(once));
    assertFalse(launcher.run("nightly").words().contains(once));
    String[] twice = {
      "nightly", "--master=yarn", "--deploy-mode=cluster", "--conf=spark.yarn.maxAppAttempts=2"
    };
    assertFalse(launcher.run(twice).words().contains(once));
  }

  /** Options and how they are printed. */
  private static List<Arguments> unprintable() {
    return List.of(
        Arguments.of("\u001b[31mred", "\\u001b[31mred"),
        Arguments.of("a\nnocturne: forged", "a\\u000anocturne: forged"),
        Arguments.of("\u202egpj.exe", "\\u202egpj.exe"),
        Arguments.of("\u0085\u00a0\u2066", "\\u0085\u00a0\\u2066"),
        Arguments.of(
            "\u00dc\u20ac\ud83d\ude00\udb40\udc01", "\u00dc\u20ac\ud83d\ude00\\udb40\\udc01"),
        Arguments.of("quote\"back\\slash", "quote\"back\\slash"));
  }

  @ParameterizedTest
  @MethodSource("unprintable")
  void escapesControlCharacters(String option, String shown) throws Exception {
    launcher.env().put("LC_ALL", "C.UTF-8");
    Launcher.Run run = launcher.run("nightly", "--" + option, "x");
    assertTrue(run.err().contains("nocturne: Unknown option: --" + shown + " ("), run.err());
    JsonNode json = run.refused(2, "Unknown option: --");
    assertTrue(json.path("error").asText().contains("--" + option + " ("), run.out());
    assertTrue(run.out().codePoints().noneMatch(Character::isISOControl), run.out());
    assertEquals("nightly", json.path("command").asText());
  }

  @Test
  void keepsSparksLogConfiguration() throws Exception {
    Files.createFile(launcher.spark().resolve("conf/log4j2.properties"));
    assertFalse(launcher.run("nightly").out().contains("log4j2"));
  }

  @Test
  void startsMavensSparkThroughASymlink() throws Exception {
    Files.delete(launcher.root().resolve("target/nocturne.jar"));
    Files.delete(launcher.root().resolve("target"));
    Files.createSymbolicLink(launcher.root().resolve("target"), Path.of("target").toAbsolutePath());
    Path link =
        Files.createSymbolicLink(temp.resolve("nightly"), launcher.root().resolve("jobs/nightly"));
    launcher.env().remove("SPARK_HOME");
    launcher.env().put("SPARK_PRINT_LAUNCH_COMMAND", "1");
    Launcher.Run run = launcher.run(link, "--driver-memory=300m", "--help");
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().contains("Usage"), run.out());
    for (String option :
        List.of(
            "-Xmx300m",
            "--add-modules=jdk.incubator.vector",
            "-Dlog4j2.configurationFile=" + launcher.root() + "/conf/log4j2.properties")) {
      assertTrue(run.err().contains(option), run.err());
    }
    assertEquals(2, launcher.run("no-such-command").status(), "the job's exit status");
    Files.delete(
        launcher
            .root()
            .resolve("target")); // otherwise JUnit warns that the link leads out of the folder
  }
}
