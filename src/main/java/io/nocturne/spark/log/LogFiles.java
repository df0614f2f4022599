package io.nocturne.spark.log;

import io.nocturne.spark.UnusableDataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files that a path names, found before anything is read.
 *
 * @param paths what to read: files, or folders of files
 * @param missingDays days of the window without a folder, after the first day that has one
 * @param daysBefore how many days of the window lie before the first one that has a folder
 * @param files how many files there are
 * @param bytes their size
 * @param firstFile the first file's name
 * @param all the files, in the order of their paths
 */
public record LogFiles(
    List<String> paths,
    List<LocalDate> missingDays,
    int daysBefore,
    int files,
    long bytes,
    String firstFile,
    List<DataFile> all) {
  private static final String DATE = "{date}";

  /** Finds the files of a log, refusing a path that names nothing or nothing but empty files. */
  public static LogFiles find(LogSource source, Configuration hadoop) {
    LogFiles found = findAny(source, hadoop);
    if (found.bytes == 0) {
      throw new UnusableDataException(
          "Input is empty: %s (%d file(s), 0 bytes). Check what wrote it"
              .formatted(source.path(), found.files));
    }
    return found;
  }

  /** Finds the files of a log, which may be empty. */
  public static LogFiles findAny(LogSource source, Configuration hadoop) {
    LogFiles found =
        source.path().contains(DATE)
            ? findDays(source, hadoop)
            : count(expand(source, hadoop), List.of(), 0, source.path(), hadoop);
    if (found.missingDays.size() > source.maxMissingDays()) {
      throw new UnusableDataException(
          ("Cannot read the log %s: %d day(s) are missing in the middle or at the end (%s); expected at most"
                  + " %d. Deliver them, or raise input.max-missing-days")
              .formatted(
                  source.path(),
                  found.missingDays.size(),
                  some(found.missingDays),
                  source.maxMissingDays()));
    }
    return found;
  }

  private static LogFiles findDays(LogSource source, Configuration hadoop) {
    List<String> paths = new ArrayList<>();
    List<LocalDate> missing = new ArrayList<>();
    int before = 0;
    for (int back = source.days() - 1; back >= 0; back--) {
      LocalDate day = source.date().minusDays(back);
      List<String> ofDay = expandIfThere(source.path().replace(DATE, day.toString()), hadoop);
      if (!ofDay.isEmpty()) {
        paths.addAll(ofDay);
      } else if (paths.isEmpty()) {
        before++;
      } else {
        missing.add(day);
      }
    }
    if (paths.isEmpty()) {
      throw new UnusableDataException(
          "Input not found: %s for any of the %d days up to %s. Check input.path, date and input.days"
              .formatted(source.path(), source.days(), source.date()));
    }
    return count(paths, missing, before, source.path(), hadoop);
  }

  private static List<String> expand(LogSource source, Configuration hadoop) {
    List<String> paths = expandIfThere(source.path(), hadoop);
    if (paths.isEmpty()) {
      throw new UnusableDataException(
          "%s not found: %s. Check %s.path; a relative path starts at the current folder"
              .formatted(
                  source.section().equals("titles") ? "Titles" : "Input",
                  source.path(),
                  source.section()));
    }
    return paths;
  }

  private static List<String> expandIfThere(String path, Configuration hadoop) {
    try {
      Path pattern = new Path(path);
      FileStatus[] found = pattern.getFileSystem(hadoop).globStatus(pattern);
      List<String> paths = new ArrayList<>();
      for (FileStatus status : found == null ? new FileStatus[0] : found) {
        String name = status.getPath().getName();
        // a wildcard does not mean what is hidden, but a user may name it
        if (!isHidden(name) || name.equals(pattern.getName())) {
          paths.add(status.getPath().toString());
        }
      }
      return paths;
    } catch (IllegalArgumentException e) {
      throw invalid(path, e);
    } catch (IOException e) {
      // of patterns that are none, Hadoop says so in the message only
      if (String.valueOf(e.getMessage()).startsWith("Illegal file pattern")) {
        throw invalid(path, e);
      }
      throw new UncheckedIOException("Cannot list " + path, e);
    }
  }

  private static UnusableDataException invalid(String path, Exception e) {
    return new UnusableDataException("Invalid path: " + path + " (" + e.getMessage() + ")", e);
  }

  private static LogFiles count(
      List<String> paths, List<LocalDate> missing, int before, String given, Configuration hadoop) {
    List<DataFile> all = new ArrayList<>();
    String folder = DataFile.folderOf(given, hadoop);
    for (String path : paths) {
      for (LocatedFileStatus file : dataFiles(new Path(path), hadoop)) {
        all.add(DataFile.of(file, folder));
      }
    }
    long bytes = all.stream().mapToLong(DataFile::bytes).sum();
    String first = all.isEmpty() ? "" : all.get(0).path().getName();
    return new LogFiles(paths, missing, before, all.size(), bytes, first, all);
  }

  private static List<LocatedFileStatus> dataFiles(Path path, Configuration hadoop) {
    List<LocatedFileStatus> files = new ArrayList<>();
    try {
      FileSystem fileSystem = path.getFileSystem(hadoop);
      RemoteIterator<LocatedFileStatus> all = fileSystem.listFiles(path, true);
      while (all.hasNext()) {
        LocatedFileStatus file = all.next();
        if (!isHiddenBelow(path, file.getPath())) {
          files.add(file);
        }
      }
    } catch (FileNotFoundException e) {
      throw new UnusableDataException("Input vanished while it was listed: " + path, e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + path, e);
    }
    files.sort((a, b) -> a.getPath().compareTo(b.getPath()));
    return files;
  }

  /** Whether the file, or a folder between it and {@code folder}, is hidden. */
  private static boolean isHiddenBelow(Path folder, Path file) {
    Path at = file;
    do {
      if (isHidden(at.getName())) {
        return true;
      }
      at = at.getParent();
    } while (at != null && at.depth() > folder.depth());
    return false;
  }

  /** What Spark's readers pass over: _SUCCESS, .crc, _temporary, _delta_log; but not _day=1. */
  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_") && !name.contains("=");
  }

  private static String some(List<LocalDate> days) {
    String shown = String.join(", ", days.stream().limit(5).map(LocalDate::toString).toList());
    return days.size() > 5 ? shown + ", ..." : shown;
  }
}
