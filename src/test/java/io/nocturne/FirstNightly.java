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
 * A quick nightly that a build runs once for all its tests. It leaves what it has published, for
 * those that need a live run; and an archive of the classes that it has loaded, which spares each
 * JVM of a later job a third of its time.
 *
 * @param folder with its root, its sample and the archive
 */
record FirstNightly(Path folder) {
  /** Enough that a training can be ended in the middle. */
  static final List<String> SETTINGS =
      List.of("input.days=10", "evaluate.bootstrap=10", "gate.metric=");

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String ARCHIVE = "classes.jsa";

  /** A JVM that cannot use the archive starts without it, and prints nothing of that. */
  private static final String QUIETLY = " -Xshare:auto -Xlog:disable -Xlog:all=error:stderr";

  /** Of this build: run now, unless another test has done so, in this JVM or another. */
  static synchronized FirstNightly get() throws IOException, InterruptedException {
    FirstNightly nightly = new FirstNightly(TARGET.resolve("first-nightly").resolve(key()));
    try (FileChannel file =
        FileChannel.open(
            TARGET.resolve("first-nightly.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      file.lock(); // until the file is closed
      if (!Files.exists(nightly.root().resolve("CURRENT"))) {
        Trees.delete(nightly.folder.getParent());
        Files.createDirectories(nightly.folder);
        nightly.job("-XX:ArchiveClassesAtExit=").run();
      }
    }
    return nightly;
  }

  /** What the archive and the tables follow from: this Java, Spark's jars and the job's. */
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

  /** The log, of which all jobs with the same settings may read. */
  Path sample() {
    return folder.resolve("sample");
  }

  /** The option of a JVM that loads archived classes; empty if this Java makes no archives. */
  String archive() {
    return Files.exists(folder.resolve(ARCHIVE)) ? option("-XX:SharedArchiveFile=") : "";
  }

  private String option(String name) {
    return '"' + name + folder.resolve(ARCHIVE) + '"' + QUIETLY;
  }
}
