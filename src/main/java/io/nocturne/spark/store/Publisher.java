package io.nocturne.spark.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/**
 * Publishes a finished run. Everything is verified before the pointer moves, and the pointer moves
 * in one step, so readers of CURRENT find a complete run at any moment, whatever fails.
 */
public final class Publisher {
  private final RunRoot root;
  private final int keep;
  private final Consumer<String> progress;

  /**
   * @param keep the number of published runs to keep, including the live one
   */
  public Publisher(RunRoot root, int keep, Consumer<String> progress) {
    this.root = root;
    this.keep = keep;
    this.progress = progress;
  }

  /** The published tables that a run in the making has. */
  public static List<String> published(TableStore tables) {
    return List.of(
            "items",
            "users",
            "vectors",
            "quarantine",
            "recommendations",
            "similar_items",
            "user_codes",
            "item_codes",
            "item_weights",
            "metrics",
            "user_metrics")
        .stream()
        .filter(tables::has)
        .toList();
  }

  /**
   * Publishes a run.
   *
   * @param tables the run in the making, all of it in this folder
   * @param extras files and folders of the run in addition to its tables, such as the model
   * @param about goes into the manifest, and so into the run's name
   * @param millis the current time, which orders the published runs
   * @return the folder of the published run
   */
  public Path publish(
      LocalDate date, TableStore tables, List<String> extras, ObjectNode about, long millis) {
    List<String> names = published(tables);
    for (String name : names) {
      tables.verify(name);
    }
    Manifest manifest = Manifest.of(date, tables, names, about);
    Path run = root.run(date, manifest.id());
    try {
      if (isWhole(tables, extras, manifest, run)) {
        progress.accept("run is already published: " + run);
      } else {
        stage(tables, names, extras, manifest, run);
      }
      root.files().touch(new Path(run, Manifest.FILE), millis);
      root.setCurrent(run, millis, progress);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot publish " + run + "; CURRENT was not changed", e);
    }
    progress.accept("CURRENT is now " + run);
    new Retention(root, keep, progress).apply(date, run, millis);
    return run;
  }

  private boolean isWhole(TableStore tables, List<String> extras, Manifest manifest, Path run)
      throws IOException {
    FileStore files = root.files();
    try {
      Optional<Manifest> there = Manifest.find(files, run);
      if (there.isEmpty()) {
        return false;
      }
      there.get().requireSame(manifest, run);
      published(tables).forEach(tables.at(run)::verify);
      for (String extra : extras) {
        SameFiles.require(files, new Path(tables.folder(), extra), new Path(run, extra));
      }
      return true;
    } catch (UnusableDataException e) {
      progress.accept("publishing the run again: " + e.getMessage());
      return false;
    }
  }

  /**
   * Builds the run under a temporary name and renames it when it is complete; the manifest comes
   * last, as on an object store a renamed folder appears file by file.
   */
  private void stage(
      TableStore tables, List<String> names, List<String> extras, Manifest manifest, Path run)
      throws IOException {
    FileStore files = root.files();
    Path staged = FileStore.temporary(run);
    files.makeFolder(staged);
    for (String name : names) {
      files.rename(new Path(tables.folder(), name), new Path(staged, name));
    }
    for (String extra : extras) {
      Path from = new Path(tables.folder(), extra);
      if (files.exists(from)) {
        files.rename(from, new Path(staged, extra));
      }
    }
    manifest.checkTables(files, staged); // another job may work in the folder they came from
    if (files.exists(run)) { // damaged or incomplete: renamed in one step, and deleted later
      files.rename(run, FileStore.temporary(run));
    }
    files.rename(staged, run);
    manifest.write(files, run);
  }

  /** Throws if a table was not computed from the present ones. */
  public static void checkChain(String table, TableInfo info, String expected) {
    if (!info.madeFrom().equals(expected)) {
      throw new UnusableDataException(
          "The table %s was made from data that has changed since. Run the commands after the one that changed again: prepare, train, evaluate, materialize, publish"
              .formatted(table));
    }
  }
}
