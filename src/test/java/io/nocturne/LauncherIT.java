package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts in jobs/, copied into a folder with a space in its name, with an empty jar (nothing
 * to build), a PATH of only what they need, and a spark-submit that prints how it was called.
 */
class LauncherIT {
  private static final String JAVA_HOME = System.getProperty("java.home");

  private static final String SPARK_SUBMIT =
      "printf '%s\\n' \"$@\"; echo \"SPARK_LOCAL_IP=${SPARK_LOCAL_IP-}\"; exit 7";

  @TempDir Path temp;
  private Path root;
  private Path path;
  private Path spark;
  private final Map<String, String> env = new HashMap<>();

  private record Run(int status, String out, String err) {
    List<String> words() {
      return out.lines().toList();
    }
  }

  @BeforeEach
  void copyTheScripts() throws IOException {
    root = temp.toRealPath().resolve("a project");
    for (String file : List.of("jobs/nocturne", "jobs/nightly", "conf/log4j2.properties")) {
      Path copy = root.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.createDirectories(root.resolve("target"));
    Files.createFile(root.resolve("target/nocturne.jar"));
    spark = temp.resolve("spark");
    script(spark.resolve("bin/spark-submit"), SPARK_SUBMIT);
    Files.createDirectories(spark.resolve("conf"));
    Files.createFile(spark.resolve("conf/log4j2.properties.template")); // as Spark comes
    path = Files.createDirectories(temp.resolve("path"));
    for (String tool :
        List.of("awk", "bash", "cat", "dirname", "find", "readlink", "rm", "sed", "tail")) {
      script(path.resolve(tool), "exec '" + find(tool) + "' \"$@\"");
    }
    env.putAll(
        Map.of("PATH", path.toString(), "JAVA_HOME", JAVA_HOME, "SPARK_HOME", spark.toString()));
  }

  @Test
  void refusesAJavaTooOldOrTooNew() throws Exception {
    for (String version : List.of("1.8.0_392", "11.0.2", "25.0.1")) {
      Path home = temp.resolve("jdk-" + version);
      script(home.resolve("bin/java"), "echo 'openjdk version \"" + version + "\"' >&2");
      env.put("JAVA_HOME", home.toString());
      Run run = run("nightly");
      String major = version.replaceFirst("^1\\.", "").replaceFirst("\\..*", "");
      assertRefused(run, 2, "Cannot run on Java " + major + ": " + home + "/bin/java.");
      assertTrue(run.err.contains("Install a JDK 17, or set JAVA_HOME to one."), run.err);
    }
  }

  @Test
  void refusesAMissingJava() throws Exception {
    env.put("JAVA_HOME", temp.resolve("nowhere").toString());
    assertRefused(run("nightly"), 2, "Cannot find Java: " + temp.resolve("nowhere/bin/java"));
    env.remove("JAVA_HOME");
    assertRefused(run("nightly"), 2, "Cannot find Java: no java on the PATH");
  }

  @Test
  void refusesToBuildWithoutMaven() throws Exception {
    Files.delete(root.resolve("target/nocturne.jar"));
    assertRefused(run("nightly"), 2, "Cannot build: no mvn on the PATH.");
    script(path.resolve("mvn"), "echo 'Apache Maven 3.6.3 (abc)'");
    assertRefused(run("nightly"), 2, "Cannot build with Maven 3.6: " + path.resolve("mvn"));
  }

  @Test
  void buildsWhatIsMissingOrOutOfDate() throws Exception {
    Path jar = root.resolve("target/nocturne.jar");
    Path built = temp.resolve("built");
    script(
        path.resolve("mvn"),
        "[ \"$1\" != -v ] || { echo 'Apache Maven 3.8.7'; exit; }",
        "echo noise; echo \"$*\" >>'" + built + "'; : >'" + jar + "'");
    assertEquals(7, run("nightly").status);
    assertFalse(Files.exists(built), "built though nothing had changed");

    Path source = Files.createDirectories(root.resolve("src/main/java")).resolve("A.java");
    Files.createFile(source);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Run run = run("nightly");
    assertEquals(7, run.status, run.err);
    assertEquals(1, Files.readAllLines(built).size());
    assertTrue(Files.readString(built).contains("package"), Files.readString(built));
    assertTrue(run.err.contains("Building Nocturne (once) ..."), run.err);
    assertFalse(run.out.contains("noise"), "Maven's output on stdout");

    Files.delete(jar);
    script(path.resolve("mvn"), "[ \"$1\" != -v ] || { echo 'Apache Maven 3.8.7'; exit; }; exit 3");
    assertRefused(run("nightly"), 1, "Cannot build: see Maven's messages above.");
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
  void refusesWrongOptionsByName(String options, String message) throws Exception {
    assertRefused(run(("nightly " + options).split(" ")), 2, message);
  }

  @Test
  void sortsTheArgumentsOut() throws Exception {
    Run run =
        run(
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
    assertEquals(7, run.status, "the job's exit status: " + run.err);
    List<String> words = run.words();
    int jar = words.indexOf(root + "/target/nocturne.jar");
    assertEquals(
        List.of("train", "top=5", "-c", "my file.conf", "--dry-run", "title=*", "--help"),
        words.subList(jar + 1, words.size() - 1));
    assertEquals(
        List.of(
            "--conf", "spark.a=b c", "--queue", "night", "--verbose", "--executor-memory", "2g"),
        words.subList(0, 7));
  }

  @Test
  void defaultsFollowThisMachine() throws Exception {
    Run run = run("nightly");
    List<String> words = run.words();
    assertEquals("local[*]", words.get(words.indexOf("--master") + 1));
    assertEquals("nocturne nightly", words.get(words.indexOf("--name") + 1));
    assertTrue(words.get(words.indexOf("--driver-memory") + 1).matches("[1-9][0-9]+m"), run.out);
    String log4j2 = "\"-Dlog4j2.configurationFile=" + root + "/conf/log4j2.properties\"";
    assertTrue(words.contains("spark.driver.defaultJavaOptions=" + log4j2), run.out);
    assertTrue(words.contains("SPARK_LOCAL_IP=127.0.0.1"), run.out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"option", "conf", "properties file", "spark-defaults.conf", "environment"})
  void noDefaultOverTheUsers(String where) throws Exception {
    String properties = "spark.master  yarn\nspark.driver.memory=9g\nspark.app.name: mine\n";
    Path file = temp.resolve("my.properties");
    Run run =
        switch (where) {
          case "option" -> run("nightly", "--master=yarn", "--driver-memory=9g", "--name", "mine");
          case "conf" ->
              run(
                  Stream.concat(
                          Stream.of("nightly"),
                          properties.lines().map(l -> "--conf=" + l.replaceFirst("[ =:]+", "=")))
                      .toArray(String[]::new));
          case "properties file" -> {
            Files.writeString(file, properties);
            yield run("nightly", "--properties-file", file.toString());
          }
          case "spark-defaults.conf" -> {
            Files.writeString(spark.resolve("conf/spark-defaults.conf"), properties);
            yield run("nightly");
          }
          default -> {
            env.putAll(Map.of("MASTER", "yarn", "SPARK_DRIVER_MEMORY", "9g"));
            yield run("nightly", "--name", "mine");
          }
        };
    for (String ours : List.of("local[*]", "nocturne nightly", "SPARK_LOCAL_IP=127.0.0.1")) {
      assertFalse(run.words().contains(ours), run.out);
    }
    assertTrue(run.out.lines().noneMatch(w -> w.matches("[0-9]+m")), run.out);
  }

  @Test
  void knowsNothingOfAnotherMachinesDriver() throws Exception {
    Run run = run("nightly", "--master=yarn", "--deploy-mode=cluster");
    assertFalse(run.out.contains("--driver-memory"), run.out);
    assertFalse(run.out.contains("log4j2"), run.out);
  }

  @Test
  void leavesTheLogToSparksOwnConfiguration() throws Exception {
    Files.createFile(spark.resolve("conf/log4j2.properties"));
    assertFalse(run("nightly").out.contains("log4j2"));
  }

  @Test
  void startsMavensSparkThroughALink() throws Exception {
    Files.delete(root.resolve("target/nocturne.jar"));
    Files.delete(root.resolve("target"));
    Files.createSymbolicLink(root.resolve("target"), Path.of("target").toAbsolutePath());
    Path link = Files.createSymbolicLink(temp.resolve("nightly"), root.resolve("jobs/nightly"));
    env.remove("SPARK_HOME");
    env.put("SPARK_PRINT_LAUNCH_COMMAND", "1");
    Run run = run(link, "--driver-memory=300m", "--help");
    assertEquals(0, run.status, run.err);
    assertTrue(run.out.contains("Usage"), run.out);
    for (String option :
        List.of(
            "-Xmx300m",
            "--add-modules=jdk.incubator.vector",
            "-Dlog4j2.configurationFile=" + root + "/conf/log4j2.properties")) {
      assertTrue(run.err.contains(option), run.err);
    }
    assertEquals(2, run("no-such-command").status, "the job's exit status");
    Files.delete(root.resolve("target")); // or JUnit warns that the link leads out of its folder
  }

  private static void assertRefused(Run run, int status, String message) {
    assertTrue(run.err.contains("nocturne: " + message), run.err);
    assertEquals(status, run.status, run.err);
    assertEquals("", run.out);
  }

  private Run run(String... arguments) throws Exception {
    return run(root.resolve("jobs/nocturne"), arguments);
  }

  private Run run(Path script, String... arguments) throws Exception {
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(script.toString()).directory(temp.toFile());
    builder.command().addAll(Arrays.asList(arguments));
    builder.environment().clear();
    builder.environment().putAll(env);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertTrue(ended, "still running: " + script);
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static void script(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!" + find("bash") + "\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path find(String tool) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Cannot find " + tool + " on the PATH"));
  }
}
