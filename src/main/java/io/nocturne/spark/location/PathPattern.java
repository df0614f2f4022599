package io.nocturne.spark.location;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/**
 * A path that may hold wildcards: {@code *}, {@code ?}, {@code [ab]}, {@code {a,b}}. A path that
 * exists exactly as written is taken literally. The search goes from folder to folder, as Hadoop's
 * search fails at every name with a colon.
 */
public final class PathPattern {
  private final String text;

  /**
   * @param text the path as given by the user
   */
  public PathPattern(String text) {
    this.text = text;
  }

  /**
   * Returns the files and folders that match, in the order of their paths.
   *
   * @throws IOException if the file system fails, or if this is not a pattern; the message says so
   */
  public List<FileStatus> find(FileSystem fileSystem) throws IOException {
    try {
      return List.of(fileSystem.getFileStatus(FileSystems.path(text)));
    } catch (FileNotFoundException e) {
      // it does not exist as written
    }
    TreeMap<Path, FileStatus> found = new TreeMap<>();
    for (Path whole : alternatives(fileSystem)) {
      List<Path> folders = List.of(top(whole));
      for (String name : names(whole)) {
        folders = below(fileSystem, folders, name);
      }
      for (Path path : folders) {
        try {
          found.put(path, fileSystem.getFileStatus(path));
        } catch (FileNotFoundException e) {
          // the last name has no wildcard, and does not exist
        }
      }
    }
    return List.copyOf(found.values());
  }

  private static List<Path> below(FileSystem fileSystem, List<Path> folders, String name)
      throws IOException {
    GlobFilter filter = new GlobFilter(name);
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      if (!filter.hasPattern()) {
        found.add(new Path(folder, new Path(null, null, unescaped(name))));
        continue;
      }
      for (FileStatus entry : entries(fileSystem, folder)) {
        if (filter.accept(entry.getPath())) {
          found.add(entry.getPath());
        }
      }
    }
    return found;
  }

  /** Returns the entries of a folder; none of a file, though Hadoop lists the file itself. */
  private static List<FileStatus> entries(FileSystem fileSystem, Path folder) throws IOException {
    try {
      return Arrays.stream(fileSystem.listStatus(folder))
          .filter(entry -> folder.equals(entry.getPath().getParent()))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** The longest leading part without wildcards. */
  public Path fixed() {
    String leading = text.substring(0, wild());
    return FileSystems.path(leading.isEmpty() ? "." : leading);
  }

  /** Returns this pattern with another leading part. */
  public PathPattern movedTo(UnaryOperator<Path> other) {
    String rest = text.substring(wild()).replaceFirst("^/", "");
    Path moved = other.apply(fixed());
    return new PathPattern(rest.isEmpty() ? moved.toString() : moved + "/" + rest);
  }

  /** Where the first name with a wildcard begins. */
  private int wild() {
    int wild = text.replaceAll("(?s)[*?\\[{\\\\].*", "").length();
    return wild == text.length() ? wild : text.lastIndexOf('/', wild) + 1;
  }

  /** Whether a folder is found by the pattern, or lies below what is found. */
  public boolean mayHold(Path folder, FileSystem fileSystem) throws IOException {
    List<String> below = names(folder);
    return anyMatches(
        folder,
        fileSystem,
        names ->
            names.size() <= below.size() && noneHidden(below.subList(names.size(), below.size())),
        names -> below.subList(0, names.size()));
  }

  /** Whether what the pattern finds may lie in a folder, or be that folder. */
  public boolean mayLieIn(Path folder, FileSystem fileSystem) throws IOException {
    List<String> above = names(folder);
    return anyMatches(folder, fileSystem, names -> names.size() >= above.size(), names -> above);
  }

  /**
   * Whether the names of the pattern match as many names of a folder.
   *
   * @param comparable the names of the pattern to compare
   * @param others the names they are to match
   */
  private boolean anyMatches(
      Path folder,
      FileSystem fileSystem,
      Predicate<List<String>> comparable,
      UnaryOperator<List<String>> others)
      throws IOException {
    boolean literal = fileSystem.exists(FileSystems.path(text));
    for (Path whole :
        literal
            ? List.of(fileSystem.makeQualified(FileSystems.path(text)))
            : alternatives(fileSystem)) {
      List<String> names = names(whole);
      if (top(whole).equals(top(folder)) && comparable.test(names)) {
        List<String> other = others.apply(names);
        List<String> own = names.subList(0, other.size());
        if (literal ? own.equals(other) : match(own, other)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean noneHidden(List<String> names) {
    return names.stream().noneMatch(PathPattern::isHidden);
  }

  private List<Path> alternatives(FileSystem fileSystem) throws IOException {
    return GlobExpander.expand(text).stream()
        .map(one -> fileSystem.makeQualified(FileSystems.path(one)))
        .toList();
  }

  /**
   * Whether this was thrown because a text is not a pattern; Hadoop says so in the message only.
   */
  public static boolean isNone(IOException thrown) {
    return String.valueOf(thrown.getMessage()).startsWith("Illegal file pattern");
  }

  /**
   * Whether Spark's readers skip a name: _SUCCESS, .crc, _temporary, _delta_log; but not _day=1.
   */
  public static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_") && !name.contains("=");
  }

  private static boolean match(List<String> patterns, List<String> names) throws IOException {
    for (int n = 0; n < names.size(); n++) {
      GlobFilter filter = new GlobFilter(patterns.get(n));
      boolean matches =
          filter.hasPattern()
              ? filter.accept(new Path(null, null, "/" + names.get(n)))
              : unescaped(patterns.get(n)).equals(names.get(n));
      if (!matches) {
        return false;
      }
    }
    return true;
  }

  private static Path top(Path path) {
    return new Path(path.toUri().getScheme(), path.toUri().getAuthority(), "/");
  }

  private static List<String> names(Path path) {
    return Arrays.stream(path.toUri().getPath().split("/")).filter(n -> !n.isEmpty()).toList();
  }

  private static String unescaped(String name) {
    return name.replaceAll("\\\\(.)", "$1");
  }
}
