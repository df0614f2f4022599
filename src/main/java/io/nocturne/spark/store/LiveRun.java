package io.nocturne.spark.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/**
 * The run that a new run is compared with: the live run or, if its manifest cannot be read, the
 * most recently published run with a readable manifest. Damage is reported but does not prevent
 * publishing, which repairs it.
 *
 * @param path the folder of the run
 * @param isWhole whether it is the run that CURRENT names, with all its tables
 */
public record LiveRun(Path path, Manifest manifest, boolean isWhole) {
  /** Finds the run, if anything is published. */
  public static Optional<LiveRun> find(RunRoot root, Consumer<String> progress) {
    List<Path> runs = root.published(progress);
    for (Path run : runs) {
      try {
        Optional<Manifest> manifest = Manifest.find(root.files(), run).filter(Manifest::hasFigures);
        if (manifest.isPresent()) {
          if (run != runs.get(0)) {
            progress.accept("comparing with the run before it instead: " + run);
          }
          return Optional.of(
              new LiveRun(
                  run,
                  manifest.get(),
                  isCurrent(root, run) && isWhole(root, run, manifest.get(), progress)));
        }
        progress.accept("the manifest of %s has no figures".formatted(run));
      } catch (DamagedFileException e) {
        progress.accept(e.getMessage());
      }
    }
    if (!runs.isEmpty()) {
      progress.accept(
          "no published run has a manifest that can be read: there is nothing to compare with");
    }
    return Optional.empty();
  }

  private static boolean isCurrent(RunRoot root, Path run) {
    try {
      return root.current().equals(Optional.of(run));
    } catch (DamagedFileException e) {
      return false; // already reported
    }
  }

  private static boolean isWhole(
      RunRoot root, Path run, Manifest manifest, Consumer<String> progress) {
    try {
      manifest.checkTables(root.files(), run);
      return true;
    } catch (DamagedFileException e) {
      progress.accept("the live run is incomplete: " + e.getMessage());
      return false;
    }
  }
}
