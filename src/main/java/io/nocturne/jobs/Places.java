package io.nocturne.jobs;

import io.nocturne.config.ConfigurationException;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.spark.location.FileSystems;
import io.nocturne.spark.location.PathPattern;
import io.nocturne.spark.location.Reachability;
import io.nocturne.spark.location.TableFormat;
import io.nocturne.spark.location.WrongLocationException;
import io.nocturne.spark.log.file.DayFolders;
import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.prepare.SplitKind;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * The paths of the configuration that a command uses, checked before any work: whether their file
 * systems are there and answer, and whether what is written would be read as input.
 */
final class Places {
  private static final List<String> GIVEN =
      List.of(
          "split.given.test-held-out",
          "split.given.test-fold-in",
          "split.given.validation-held-out",
          "split.given.validation-fold-in");

  private static final String SAMPLE = "sample.path";
  private static final String TITLES = "titles.path";

  private static final String INPUT = "input.path";
  private static final String ROOT = "root";
  private static final String REPORT = "report.path";
  private static final String GENERATED = "generate.path";

  /** The folders that the job writes and deletes below its root. */
  private static final List<String> MANAGED = List.of("runs", "work");

  private final Settings settings;
  private final Configuration hadoop;
  private final Map<String, LogSource> restrictions;
  private final Map<String, String> read;
  private final Map<String, String> written;

  Places(Command command, Settings settings) {
    this.settings = settings;
    this.hadoop = hadoop();
    this.restrictions = command.makesLists() ? settings.lists().sources() : Map.of();
    this.read = read(command, settings);
    restrictions.forEach((key, source) -> read.put(key, source.path()));
    this.written = written(command, settings);
  }

  private static Map<String, String> read(Command command, Settings settings) {
    Map<String, String> read = new LinkedHashMap<>();
    if (command.readsLog()) {
      if (!settings.isSample()) {
        read.put(INPUT, settings.configuration().text(INPUT));
      }
      if (settings.split().kind() == SplitKind.GIVEN) {
        GIVEN.forEach(key -> read.put(key, settings.configuration().text(key)));
      }
      read.put(TITLES, settings.configuration().text("titles.path"));
    }
    if (command == Command.BENCH) {
      read.put("bench.log", settings.configuration().text("bench.log"));
    }
    read.values().removeIf(String::isEmpty);
    return read;
  }

  private static Map<String, String> written(Command command, Settings settings) {
    Map<String, String> written = new LinkedHashMap<>();
    written.put(ROOT, settings.configuration().text(ROOT));
    if (command == Command.SAMPLE || command.readsLog() && settings.isSample()) {
      written.put(SAMPLE, settings.samplePath());
    }
    if (command == Command.GENERATE) {
      written.put(GENERATED, settings.generation().path());
    }
    written.put(REPORT, settings.configuration().text(REPORT));
    written.values().removeIf(String::isEmpty);
    return written;
  }

  /** The paths that are written to, by key. */
  Map<String, String> written() {
    return Map.copyOf(written);
  }

  /** The Hadoop configuration that Spark will use, with the settings given to spark-submit. */
  static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> setting : new SparkConf().getAllWithPrefix("spark.hadoop.")) {
      hadoop.set(setting._1(), setting._2());
    }
    return hadoop;
  }

  /**
   * Checks all paths.
   *
   * @throws ConfigurationException if a path names no file system, or one path lies in another
   * @throws io.nocturne.spark.UnusableDataException if one does not answer, or what is there is
   *     read by other means
   */
  void check() {
    Reachability reachability = new Reachability(hadoop);
    Map<String, String> all = new LinkedHashMap<>(written);
    all.putAll(read);
    all.forEach(
        (key, text) -> {
          try {
            reachability.exists(new PathPattern(DayFolders.anyDay(text)).fixed());
          } catch (WrongLocationException e) {
            throw new ConfigurationException("Invalid " + key + ": " + e.getMessage(), e);
          }
        });
    read.forEach(this::checkInput);
    written.forEach(this::checkOutput);
    checkSample();
  }

  private void checkInput(String key, String text) {
    PathPattern pattern = pattern(text);
    FileSystem fileSystem = FileSystems.of(pattern.fixed(), hadoop);
    try {
      checkNotOwnOutput(key, text, pattern, fileSystem);
      if (key.equals(TITLES)) { // the log is checked when it is read
        pattern.find(fileSystem).forEach(f -> TableFormat.refuse(f.getPath(), fileSystem));
      }
      if (restrictions.containsKey(key)) { // read after hours of training
        LogFiles.findAny(restrictions.get(key), hadoop);
      }
    } catch (IOException e) {
      throw PathPattern.isNone(e)
          ? new ConfigurationException(
              "Invalid %s: %s (%s)".formatted(key, text, e.getMessage()), e)
          : FileSystems.failed(FileSystems.path(text), e);
    }
  }

  /** Whether what is written to a key's path would be read as input the next time. */
  private void checkOutput(String key, String text) {
    if (key.equals(SAMPLE)) {
      return; // not an input if input.path names another log
    }
    inputs(text).forEach((input, inputText) -> refuseIfRead(key, text, input, inputText));
  }

  private void refuseIfRead(String key, String text, String input, String inputText) {
    PathPattern pattern = pattern(inputText);
    try {
      if (pattern.mayHold(real(text), FileSystems.of(pattern.fixed(), hadoop))) {
        throw new ConfigurationException(
            "Invalid %s: %s (expected a place outside %s, %s: what is written there would be read as input the next time)"
                .formatted(key, text, input, inputText));
      }
    } catch (IOException e) {
      throw FileSystems.failed(FileSystems.path(inputText), e);
    }
  }

  /** The paths that are read by this command or by the next nightly. */
  private Map<String, String> inputs(String written) {
    Map<String, String> inputs = new LinkedHashMap<>(read);
    if (!log().isEmpty() && isBeside(FileSystems.path(log()), FileSystems.path(written))) {
      inputs.put(INPUT, log());
    }
    return inputs;
  }

  private static boolean isBeside(Path one, Path other) {
    URI uri = one.toUri();
    return Objects.equals(uri.getScheme(), other.toUri().getScheme())
        && Objects.equals(uri.getAuthority(), other.toUri().getAuthority());
  }

  private String log() {
    return settings.isSample() ? "" : settings.configuration().text(INPUT);
  }

  private void checkNotOwnOutput(
      String key, String text, PathPattern pattern, FileSystem fileSystem) throws IOException {
    Path root = real(written.get(ROOT));
    for (String own : MANAGED) {
      if (pattern.mayLieIn(new Path(root, own), fileSystem)) {
        throw new ConfigurationException(
            "Invalid %s: %s (expected a path outside %s, where the job writes and deletes its own output)"
                .formatted(key, text, new Path(root, own)));
      }
    }
  }

  /** The sample writes into its folder, and drops the folder log in it when its settings change. */
  private void checkSample() {
    if (!written.containsKey(SAMPLE)) {
      return;
    }
    Path root = real(written.get(ROOT));
    Path sample = real(written.get(SAMPLE));
    boolean isInOutput = false;
    for (String own : MANAGED) {
      isInOutput |= isIn(sample, new Path(root, own));
    }
    if (isInOutput || isIn(root, new Path(sample, "log"))) {
      throw new ConfigurationException(
          "Invalid sample.path: %s (expected a folder outside %s and %s, with root not in its folder log)"
              .formatted(
                  written.get(SAMPLE),
                  new Path(root, MANAGED.get(0)),
                  new Path(root, MANAGED.get(1))));
    }
  }

  private PathPattern pattern(String text) {
    return new PathPattern(DayFolders.anyDay(text)).movedTo(fixed -> real(fixed.toString()));
  }

  /** In full, without symbolic links where the file system is this machine's. */
  private Path real(String text) {
    Path path = FileSystems.path(text);
    Path full = FileSystems.of(path, hadoop).makeQualified(path);
    return "file".equals(full.toUri().getScheme()) ? new Path(real(local(full)).toUri()) : full;
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** The first existing folder on the way up from a path. */
  private static java.nio.file.Path real(java.nio.file.Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      java.nio.file.Path parent = path.getParent();
      return parent == null ? path : real(parent).resolve(path.getFileName());
    }
  }

  private static boolean isIn(Path path, Path folder) {
    for (Path above = path; above != null; above = above.getParent()) {
      if (above.equals(folder)) {
        return true;
      }
    }
    return false;
  }
}
