package io.nocturne.spark.log.file;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.location.FileSystems;
import io.nocturne.spark.location.PathPattern;
import io.nocturne.spark.location.TableFormat;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files that a path names, found before their content is read.
 *
 * @param paths the paths to read: files, or folders of files
 * @param missingDays days of the window without a folder, after the first day that has one
 * @param daysBefore the number of days of the window before the first one that has a folder
 * @param files the number of files
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
  /** Finds the files of a log; throws if there are none or all are empty. */
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
        DayFolders.isNamedBy(source.path())
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
    LocalDate first = source.date().minusDays(source.days() - 1L);
    List<String> paths = new ArrayList<>();
    NavigableSet<LocalDate> found = new TreeSet<>();
    for (LocalDate day : DayFolders.named(source.path(), hadoop)) {
      if (day.isBefore(first) || day.isAfter(source.date())) {
        continue;
      }
      List<String> ofDay = expandIfThere(DayFolders.of(source.path(), day), hadoop);
      paths.addAll(ofDay);
      if (!ofDay.isEmpty()) {
        found.add(day);
      }
    }
    if (paths.isEmpty()) {
      throw new UnusableDataException(
          "Input not found: %s for any of the %d days up to %s. Check input.path, date and input.days"
              .formatted(source.path(), source.days(), source.date()));
    }
    List<LocalDate> missing =
        found
            .first()
            .datesUntil(source.date().plusDays(1))
            .filter(d -> !found.contains(d))
            .toList();
    int before = Math.toIntExact(ChronoUnit.DAYS.between(first, found.first()));
    return count(paths, missing, before, source.path(), hadoop);
  }

  private static List<String> expand(LogSource source, Configuration hadoop) {
    List<String> paths = expandIfThere(source.path(), hadoop);
    if (paths.isEmpty()) {
      throw new UnusableDataException(
          "%s not found: %s. Check %s; a relative path starts at the current folder"
              .formatted(what(source), source.path(), source.key()));
    }
    return paths;
  }

  private static String what(LogSource source) {
    return switch (source.section()) {
      case "input" -> "Input";
      case "titles" -> "Titles";
      default -> "Table";
    };
  }

  private static List<String> expandIfThere(String path, Configuration hadoop) {
    String last = FileSystems.path(path).getName();
    return DayFolders.find(path, hadoop).stream()
        // a wildcard does not match hidden files, but a user may name them
        .filter(found -> !PathPattern.isHidden(found.getName()) || found.getName().equals(last))
        .map(Path::toString)
        .toList();
  }

  private static LogFiles count(
      List<String> paths, List<LocalDate> missing, int before, String given, Configuration hadoop) {
    List<DataFile> all = new ArrayList<>();
    String folder = DataFile.folderOf(given, hadoop);
    for (String path : plain(paths, hadoop)) {
      for (LocatedFileStatus file : dataFiles(new Path(path), hadoop)) {
        all.add(DataFile.of(file, folder));
      }
    }
    long bytes = all.stream().mapToLong(DataFile::bytes).sum();
    String first = all.isEmpty() ? "" : all.get(0).path().getName();
    return new LogFiles(paths, missing, before, all.size(), bytes, first, all);
  }

  /** Returns the paths; throws if one is of a format that needs more than its files. */
  private static List<String> plain(List<String> paths, Configuration hadoop) {
    Set<Path> parents = new LinkedHashSet<>();
    for (String path : paths) { // the folders of all days share a parent
      TableFormat.refuseAt(new Path(path), FileSystems.of(new Path(path), hadoop));
      parents.add(new Path(path).getParent());
    }
    parents.stream()
        .filter(Objects::nonNull)
        .forEach(parent -> TableFormat.refuse(parent, FileSystems.of(parent, hadoop)));
    return paths;
  }

  private static List<LocatedFileStatus> dataFiles(Path path, Configuration hadoop) {
    List<LocatedFileStatus> files = new ArrayList<>();
    try {
      FileSystem fileSystem = FileSystems.of(path, hadoop);
      RemoteIterator<LocatedFileStatus> all = fileSystem.listFiles(path, true);
      while (all.hasNext()) {
        LocatedFileStatus file = all.next();
        TableFormat.refuseTrace(file.getPath());
        if (!isHiddenBelow(path, file.getPath())) {
          files.add(file);
        }
      }
    } catch (FileNotFoundException e) {
      throw new UnusableDataException("Input vanished while it was listed: " + path, e);
    } catch (IOException e) {
      throw FileSystems.failed(path, e);
    }
    files.sort((a, b) -> a.getPath().compareTo(b.getPath()));
    return files;
  }

  /** Whether the file, or a folder between it and {@code folder}, is hidden. */
  private static boolean isHiddenBelow(Path folder, Path file) {
    Path at = file;
    while (at != null && at.depth() > folder.depth()) {
      if (PathPattern.isHidden(at.getName())) {
        return true;
      }
      at = at.getParent();
    }
    return false;
  }

  private static String some(List<LocalDate> days) {
    String shown = String.join(", ", days.stream().limit(5).map(LocalDate::toString).toList());
    return days.size() > 5 ? shown + ", ..." : shown;
  }
}
