package io.nocturne.spark.store;

import io.nocturne.spark.location.FileSystems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The folder of all output:
 *
 * <pre>
 * CURRENT                             the published run, as a path below this folder
 * runs/date=2026-11-20/RUN/TABLE/     the published runs
 * work/date=2026-11-20/TABLE/         a run in the making
 * </pre>
 */
public final class RunRoot {
  private static final String CURRENT = "CURRENT";

  /** Other names in runs/ are not ours: they are neither counted nor dropped. */
  private static final Pattern DATE = Pattern.compile("date=\\d{4}-\\d{2}-\\d{2}");

  private static final Pattern RUN = Pattern.compile("[0-9a-f]{" + Manifest.ID_LENGTH + "}");

  private final Path root;
  private final FileStore files;
  private final Configuration hadoop;

  /** The root at {@code path}. */
  public RunRoot(String path, Configuration hadoop) {
    this.hadoop = hadoop;
    Path given = FileSystems.path(path);
    files = FileStore.of(given, hadoop);
    root = files.qualify(given);
  }

  /** The root, in full. */
  public Path path() {
    return root;
  }

  /** A path in full that may lie on another file system, as one that can be compared. */
  public Path qualify(String path) {
    return FileStore.of(FileSystems.path(path), hadoop).qualify(new Path(path));
  }

  /** The file operations of the root's file system. */
  public FileStore files() {
    return files;
  }

  /** Where the run of a date is made. */
  public Path work(LocalDate date) {
    return new Path(root, "work/date=" + date);
  }

  /** Where a run of a date is published. */
  public Path run(LocalDate date, String id) {
    return new Path(root, "runs/date=" + date + "/" + id);
  }

  /** The published run, if there is one. */
  public Optional<Path> current() {
    Path pointer = new Path(root, CURRENT);
    try {
      return files.exists(pointer)
          ? Optional.of(new Path(root, files.read(pointer).strip()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + pointer, e);
    }
  }

  /** Makes a run the published one, in one atomic step. */
  void setCurrent(Path run) throws IOException {
    String relative = root.toUri().relativize(run.toUri()).getPath();
    files.write(new Path(root, CURRENT), relative + "\n");
  }

  /** Makes sure before any work that results can be written. */
  public void checkWritable() {
    Path probe = FileStore.temporary(new Path(root, "probe"));
    try {
      files.makeFolder(root);
      files.write(probe, "");
      files.delete(probe);
    } catch (IOException e) {
      throw new UnwritableRootException(
          "Cannot write to the root %s: %s. Set root to a folder that this user may write"
              .formatted(root, e.getMessage()),
          e);
    }
  }

  /** The folders of the dates that have runs. */
  List<Path> dates() throws IOException {
    return files.list(new Path(root, "runs")).stream()
        .filter(entry -> entry.isDirectory() && matches(DATE, entry))
        .map(FileStatus::getPath)
        .toList();
  }

  /** The manifests of all published runs, that of the one published last first. */
  List<FileStatus> runs() throws IOException {
    List<FileStatus> manifests = new ArrayList<>();
    for (Path date : dates()) {
      for (FileStatus run : files.list(date)) {
        if (run.isDirectory() && matches(RUN, run)) {
          files.find(new Path(run.getPath(), Manifest.FILE)).ifPresent(manifests::add);
        }
      }
    }
    manifests.sort(
        Comparator.comparingLong(FileStatus::getModificationTime)
            .thenComparing(FileStatus::getPath)
            .reversed());
    return manifests;
  }

  /**
   * What publications that were killed have left behind: temporary names, and runs without a
   * manifest. Others may be publishing other dates just now, so theirs must be older.
   *
   * @param date the date that is being published; no other job is at it
   * @param before leftovers of other dates are older than this time in milliseconds
   */
  List<Path> leftovers(LocalDate date, long before) throws IOException {
    List<Path> found = new ArrayList<>();
    for (FileStatus entry : files.list(root)) {
      if (FileStore.isTemporary(entry.getPath()) && entry.getModificationTime() < before) {
        found.add(entry.getPath());
      }
    }
    for (Path folder : dates()) {
      boolean ours = folder.getName().equals("date=" + date);
      for (FileStatus entry : files.list(folder)) {
        if ((ours || entry.getModificationTime() < before) && isUnfinished(entry)) {
          found.add(entry.getPath());
        }
      }
    }
    return found;
  }

  private boolean isUnfinished(FileStatus entry) throws IOException {
    return FileStore.isTemporary(entry.getPath())
        || matches(RUN, entry) && !files.exists(new Path(entry.getPath(), Manifest.FILE));
  }

  private static boolean matches(Pattern pattern, FileStatus entry) {
    return pattern.matcher(entry.getPath().getName()).matches();
  }
}
