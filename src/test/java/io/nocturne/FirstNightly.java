package io.nocturne;

import io.nocturne.spark.store.ContentHash;
import io.nocturne.spark.store.Trees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A quick nightly that a build runs once for all its tests. It leaves its published run, for tests
 * that need a live run, and an archive of the classes that it has loaded, which makes each JVM of a
 * later job a third faster.
 *
 * @param folder with the root, the sample and the archive
 */
public record FirstNightly(Path folder) {
  /** Large enough to end a training in the middle. */
  static final List<String> SETTINGS =
      List.of("input.days=10", "evaluate.bootstrap=10", "gate.metric=");

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String ARCHIVE = "classes.jsa";

  /** A JVM that cannot use the archive starts without it, without a warning. */
  private static final String QUIET_OPTIONS = " -Xshare:auto -Xlog:disable -Xlog:all=error:stderr";

  /** The nightly of this build; runs it unless a test in this or another JVM has done so. */
  public static synchronized FirstNightly get() throws IOException, InterruptedException {
    FirstNightly nightly = new FirstNightly(TARGET.resolve("first-nightly").resolve(key()));
    try (FileChannel file =
        FileChannel.open(
            TARGET.resolve("first-nightly.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      file.lock(); // released when the file is closed
      if (!Files.exists(nightly.root().resolve("CURRENT"))) {
        Trees.delete(nightly.folder.getParent());
        Files.createDirectories(nightly.folder);
        nightly.job("-XX:ArchiveClassesAtExit=").run();
      }
    }
    return nightly;
  }

  /**
   * Identifies what the archive and the tables depend on: this Java, Spark's jars and the job's
   * sources.
   */
  private static String key() throws IOException {
    List<String> all = new ArrayList<>();
    all.add(System.getProperty("java.vm.version"));
    all.add(Files.readString(TARGET.resolve("nocturne.jar.sources")));
    try (Stream<Path> jars = Files.list(TARGET.resolve("spark/jars"))) {
      for (Path jar : jars.sorted().toList()) {
        all.add(jar.getFileName() + " " + Files.getLastModifiedTime(jar));
      }
    }
    return ContentHash.ofText(String.join("\n", all)).substring(0, 16);
  }

  private Nightly job(String archive) {
    return new Nightly(folder, root(), "local[2]")
        .quick(option(archive))
        .with(SETTINGS.toArray(String[]::new));
  }

  Path root() {
    return folder.resolve("root");
  }

  /** The log, for all jobs with the same settings. */
  Path sample() {
    return folder.resolve("sample");
  }

  /** The JVM option to load archived classes; empty if this Java does not write archives. */
  public String archive() {
    return Files.exists(folder.resolve(ARCHIVE)) ? option("-XX:SharedArchiveFile=") : "";
  }

  private String option(String name) {
    return '"' + name + folder.resolve(ARCHIVE) + '"' + QUIET_OPTIONS;
  }
}
