package io.nocturne.spark.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/**
 * What a new run is compared with: the live run or, where its manifest cannot be read, the last one
 * published that has a manifest which can. Damage is told, and keeps nobody from publishing: that
 * is what mends it.
 *
 * @param path where it is
 * @param isWhole whether it is the one that CURRENT names, with all its tables
 */
public record LiveRun(Path path, Manifest manifest, boolean isWhole) {
  /** Finds it, if anything is published. */
  public static Optional<LiveRun> find(RunRoot root, Consumer<String> told) {
    List<Path> runs = root.published(told);
    for (Path run : runs) {
      try {
        Optional<Manifest> manifest = Manifest.find(root.files(), run).filter(Manifest::hasFigures);
        if (manifest.isPresent()) {
          if (run != runs.get(0)) {
            told.accept("comparing with the run before it instead: " + run);
          }
          return Optional.of(
              new LiveRun(
                  run,
                  manifest.get(),
                  isCurrent(root, run) && isWhole(root, run, manifest.get(), told)));
        }
        told.accept("the manifest of %s has no figures".formatted(run));
      } catch (DamagedFileException e) {
        told.accept(e.getMessage());
      }
    }
    if (!runs.isEmpty()) {
      told.accept(
          "no published run has a manifest that can be read: there is nothing to compare with");
    }
    return Optional.empty();
  }

  private static boolean isCurrent(RunRoot root, Path run) {
    try {
      return root.current().equals(Optional.of(run));
    } catch (DamagedFileException e) {
      return false; // told by now
    }
  }

  private static boolean isWhole(RunRoot root, Path run, Manifest manifest, Consumer<String> told) {
    try {
      manifest.checkTables(root.files(), run);
      return true;
    } catch (DamagedFileException e) {
      told.accept("the live run is not whole: " + e.getMessage());
      return false;
    }
  }
}
