package io.nocturne.research.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checkout that this code was built in.
 *
 * @param home the root folder of the checkout
 */
record Checkout(Path home) {
  /** Finds it by the jar of this class, or the class file, which is in its target folder. */
  static Checkout find() {
    Path home;
    try {
      Path code =
          Path.of(Checkout.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      home = code.getParent().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot find the folder of this program", e);
    }
    Checkout found = new Checkout(home);
    if (!Files.isExecutable(found.script())) {
      throw new IllegalStateException(
          "Cannot find jobs/nocturne in %s: run the experiment faults in a checkout"
              .formatted(home));
    }
    return found;
  }

  /** The script that starts jobs. */
  Path script() {
    return home.resolve("jobs/nocturne");
  }

  /** The jar with the faults. */
  Path jar() {
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(home.resolve("target"), "nocturne-*-research.jar")) {
      for (Path jar : jars) {
        return jar;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + home.resolve("target"), e);
    }
    throw new IllegalStateException(
        "Cannot find target/nocturne-*-research.jar in %s: run mvn package".formatted(home));
  }

  /** The Spark installation: that of this process, or Maven's. */
  Path spark() {
    String given = System.getenv("SPARK_HOME");
    return given == null || given.isEmpty() ? home.resolve("target/spark") : Path.of(given);
  }
}
