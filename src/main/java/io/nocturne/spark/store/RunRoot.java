package io.nocturne.spark.store;

import io.nocturne.spark.location.FileSystems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

  /** Names of the folders of dates; others in runs/ are neither counted nor deleted. */
  private static final Pattern DATE = Pattern.compile("date=\\d{4}-\\d{2}-\\d{2}");

  private static final Pattern RUN = Pattern.compile("[0-9a-f]{" + Manifest.ID_LENGTH + "}");

  private static final Pattern POINTER = Pattern.compile("runs/" + DATE + "/" + RUN + "/?");

  private static final int LONGEST_POINTER = 1000;
  private static final String REMEDY =
      "The next publication writes it again; or write the path of a run into it, such as runs/date=2026-11-20/RUN";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path root;
  private final FileStore files;
  private final Configuration hadoop;

  /** Creates the root at {@code path}. */
  public RunRoot(String path, Configuration hadoop) {
    this.hadoop = hadoop;
    Path given = FileSystems.path(path);
    files = FileStore.of(given, hadoop);
    root = files.qualify(given);
  }

  /** The qualified path of the root. */
  public Path path() {
    return root;
  }

  /** Qualifies a path, which may be on another file system, so that it can be compared. */
  public Path qualify(String path) {
    return FileStore.of(FileSystems.path(path), hadoop).qualify(new Path(path));
  }

  /** The file operations of the root's file system. */
  public FileStore files() {
    return files;
  }

  /** The folder in which the run of a date is made. */
  public Path work(LocalDate date) {
    return new Path(root, "work/date=" + date);
  }

  /** The folder in which a run of a date is published. */
  public Path run(LocalDate date, String id) {
    return new Path(root, "runs/date=" + date + "/" + id);
  }

  /**
   * Returns the run that CURRENT names, if there is one; it may have been deleted since.
   *
   * @throws DamagedFileException if CURRENT does not name a run
   */
  public Optional<Path> current() {
    Path pointer = new Path(root, CURRENT);
    try {
      Optional<FileStatus> status = files.find(pointer);
      if (status.isEmpty()) {
        return Optional.empty();
      }
      if (status.get().isDirectory()) {
        throw new DamagedFileException(pointer, "it is a folder", REMEDY, null);
      }
      String text = status.get().getLen() > LONGEST_POINTER ? "" : files.read(pointer).strip();
      if (!POINTER.matcher(text).matches()) {
        String what = status.get().getLen() == 0 ? "it is empty" : "it does not name a run";
        throw new DamagedFileException(pointer, what, REMEDY, null);
      }
      return Optional.of(new Path(root, text));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + pointer, e);
    }
  }

  /**
   * Returns the existing published runs, the live one first, then the others from newest to oldest.
   *
   * @param progress receives a message if CURRENT does not name one of them, with the run that is
   *     used as the live one
   */
  public List<Path> published(Consumer<String> progress) {
    List<Path> runs = new ArrayList<>();
    try {
      runs().forEach(manifest -> runs.add(manifest.getPath().getParent()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the runs in " + root, e);
    }
    String wrong = "there is no CURRENT";
    try {
      Optional<Path> current = current();
      if (current.isPresent() && runs.remove(current.get())) {
        runs.add(0, current.get());
        return runs;
      }
      if (current.isPresent()) {
        boolean isThere = files.exists(current.get());
        wrong =
            "CURRENT names a run that %s: %s"
                .formatted(isThere ? "has no manifest.json" : "is not there", current.get());
      } else if (runs.isEmpty()) {
        return runs;
      }
    } catch (DamagedFileException e) {
      wrong = e.getMessage();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot find the run that CURRENT names", e);
    }
    progress.accept(
        runs.isEmpty()
            ? wrong + ". There is no other run to compare with"
            : wrong + ". Using the most recently published run as the live one: " + runs.get(0));
    return runs;
  }

  /**
   * Makes a run the published one, in one atomic step; a damaged CURRENT is kept under another
   * name.
   */
  void setCurrent(Path run, long millis, Consumer<String> progress) throws IOException {
    Path pointer = new Path(root, CURRENT);
    try {
      current();
    } catch (DamagedFileException e) {
      Path aside =
          new Path(root, CURRENT + ".damaged-" + TIME.format(Instant.ofEpochMilli(millis)));
      if (files.find(pointer).map(FileStatus::isDirectory).orElse(false)) {
        files.rename(pointer, aside);
      } else {
        files.copy(pointer, aside);
      }
      progress.accept("the damaged CURRENT is kept as " + aside);
    }
    String relative = root.toUri().relativize(run.toUri()).getPath();
    files.write(pointer, relative + "\n");
  }

  /** Checks before any work that results can be written. */
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
   * Returns leftovers of killed publications: temporary names, and runs without a manifest. Other
   * jobs may be publishing other dates, so leftovers of other dates must be old.
   *
   * @param date the date that is being published, by this job only
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
