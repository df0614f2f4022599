package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nocturne.research.faults.StartedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The scripts in jobs/, copied to a folder with a space in its name, with an empty jar and no
 * sources (so there is nothing to build), a PATH with only the necessary tools, and a spark-submit
 * that prints its arguments.
 */
final class Launcher {
  static final Duration DEADLINE = Duration.ofMinutes(2);

  private static final String SPARK_SUBMIT =
      "printf '%s\\n' \"$@\"; echo \"SPARK_LOCAL_IP=${SPARK_LOCAL_IP-}\"; exit 7";

  private static final List<String> TOOLS =
      List.of(
          "awk",
          "bash",
          "cat",
          "cksum",
          "dirname",
          "find",
          "ln",
          "ls",
          "mkdir",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sleep",
          "sort",
          "tail");

  private final Path root;
  private final Path path;
  private final Path spark;
  private final Map<String, String> env = new HashMap<>();

  /** The output and exit status of a launcher. */
  record Run(int status, List<String> words, String err) {
    String out() {
      return String.join("\n", words);
    }

    /** Checks for an error, both on stderr and in the JSON object on stdout. */
    JsonNode refused(int expected, String message) throws IOException {
      assertTrue(err.contains("nocturne: " + message), err);
      assertEquals(expected, status, err);
      assertEquals(1, words.size(), () -> out());
      JsonNode json = new ObjectMapper().readTree(words.get(0));
      assertEquals(expected, json.path("status").asInt(), () -> out());
      assertTrue(json.path("error").asText().startsWith(message), () -> out());
      return json;
    }
  }

  Launcher(Path temp) throws IOException {
    root = temp.toRealPath().resolve("a project");
    for (String file :
        List.of(
            "jobs/nocturne",
            "jobs/nightly",
            "jobs/research",
            "jobs/sources",
            "conf/log4j2.properties")) {
      Path copy = root.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.createDirectories(root.resolve("target"));
    Files.createFile(jar());
    spark = temp.resolve("spark");
    script(spark.resolve("bin/spark-submit"), SPARK_SUBMIT);
    Files.createDirectories(spark.resolve("conf"));
    Files.createFile(
        spark.resolve("conf/log4j2.properties.template")); // as in Spark's distribution
    path = Files.createDirectories(temp.resolve("path"));
    for (String tool : TOOLS) {
      script(path.resolve(tool), "exec '" + find(tool) + "' \"$@\"");
    }
    env.putAll(
        Map.of(
            "PATH", path.toString(),
            "JAVA_HOME", System.getProperty("java.home"),
            "SPARK_HOME", spark.toString()));
  }

  Path root() {
    return root;
  }

  Path jar() {
    return root.resolve("target/nocturne.jar");
  }

  Path spark() {
    return spark;
  }

  /** The environment of the launcher. */
  Map<String, String> env() {
    return env;
  }

  /** Puts a tool on the PATH. */
  Path tool(String name, String... lines) throws IOException {
    Path tool = path.resolve(name);
    script(tool, lines);
    return tool;
  }

  Run run(String... arguments) throws IOException, InterruptedException {
    return run(root.resolve("jobs/nocturne"), arguments);
  }

  Run run(Path script, String... arguments) throws IOException, InterruptedException {
    try (StartedProcess process = start(script, arguments)) {
      return end(process);
    }
  }

  StartedProcess start(Path script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(Arrays.asList(arguments));
    Map<String, String> environment = new TreeMap<>();
    System.getenv().keySet().forEach(name -> environment.put(name, "")); // unset
    environment.putAll(env);
    return new StartedProcess(command, environment);
  }

  static Run end(StartedProcess process) throws InterruptedException {
    int status = process.waitForEnd(DEADLINE);
    return new Run(status, process.out(), String.join("\n", process.err()));
  }

  static void script(Path file, String... lines) throws IOException {
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
