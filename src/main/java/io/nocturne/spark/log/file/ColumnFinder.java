package io.nocturne.spark.log.file;

import io.nocturne.config.NearestName;
import io.nocturne.spark.UnusableDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the column of each {@link Role} in the columns of a file: the one of exactly that name, or
 * else the only one that differs in nothing but case.
 */
public final class ColumnFinder {
  private static final int MANY = 50;

  private final List<Role> roles;
  private final LogSource source;

  /**
   * @param source the source of the files, for messages
   */
  public ColumnFinder(List<Role> roles, LogSource source) {
    this.roles = roles;
    this.source = source;
  }

  /**
   * Returns the place of each role's column in {@code names}, -1 if it has none.
   *
   * @param source the file, for messages
   */
  public int[] places(List<String> names, String source) {
    return roles.stream().mapToInt(role -> place(role, names, source)).toArray();
  }

  private static int place(Role role, List<String> names, String source) {
    for (String wanted : role.names()) {
      List<Integer> same = places(names, wanted, false);
      List<Integer> found = same.isEmpty() ? places(names, wanted, true) : same;
      if (found.size() > 1) {
        throw new UnusableDataException(
            "Ambiguous column: %s could be any of %s in %s. Rename all but one, or name another with %s"
                .formatted(
                    role.name(), found.stream().map(names::get).toList(), source, role.key()));
      }
      if (!found.isEmpty()) {
        return found.get(0);
      }
    }
    return -1;
  }

  private static List<Integer> places(List<String> names, String wanted, boolean ignoreCase) {
    return IntStream.range(0, names.size())
        .filter(
            k -> ignoreCase ? names.get(k).equalsIgnoreCase(wanted) : names.get(k).equals(wanted))
        .boxed()
        .toList();
  }

  /** Throws if a required column is missing in all files or some of them. */
  public void check(List<FileLayout> layouts, LogFormat format) {
    for (int role = 0; role < roles.size(); role++) {
      Role wanted = roles.get(role);
      List<FileLayout> without = new ArrayList<>();
      FileLayout with = null;
      for (FileLayout layout : withColumns(layouts)) {
        if (!layout.has(role)) {
          without.add(layout);
        } else {
          with = with == null ? layout : with;
        }
      }
      boolean needed = wanted.required() || wanted.isNamed();
      if (with == null && needed && !without.isEmpty()) {
        throw notFound(wanted, without.get(0), format);
      }
      if (with != null && wanted.required() && !without.isEmpty()) {
        throw new UnusableDataException(
            "Column not found: %s in %s, which has %s; %s has it as %s. Deliver both with this column, or leave one of them out of %s"
                .formatted(
                    wanted.names().get(0),
                    without.get(0).file().source(),
                    some(without.get(0).names()),
                    with.file().source(),
                    with.name(role),
                    source.key()));
      }
    }
  }

  /** Files without a readable row have no column to miss; unless no file has any. */
  private static List<FileLayout> withColumns(List<FileLayout> layouts) {
    List<FileLayout> some = layouts.stream().filter(file -> !file.names().isEmpty()).toList();
    return some.isEmpty() ? layouts : some;
  }

  private UnusableDataException notFound(Role role, FileLayout layout, LogFormat format) {
    List<String> names = layout.names();
    String wanted = role.names().get(0);
    if (format == LogFormat.JSON && names.isEmpty()) {
      return new UnusableDataException(
          "No json object on any line of %s (expected one object a line, such as {\"user\": 7, \"item\": 11}). Write it so, or set %s.format"
              .formatted(layout.file().source(), source.section()));
    }
    return new UnusableDataException(
        "Column not found: %s in %s, which has %s%s. Set %s%s"
            .formatted(
                wanted,
                source.path(),
                some(names),
                names.isEmpty() ? "" : "; did you mean " + NearestName.of(wanted, names) + "?",
                role.key(),
                format == LogFormat.CSV ? delimiterHint(names) : ""));
  }

  /** Returns the likely delimiter of a header read as one column, or other settings to check. */
  private String delimiterHint(List<String> names) {
    String section = source.section();
    for (String delimiter : List.of(";", "\t", "|", ",")) {
      if (names.size() == 1 && names.get(0).contains(delimiter)) {
        String written = delimiter.equals("\t") ? "\\t" : delimiter;
        return ", or %s.delimiter = \"%s\"".formatted(section, written);
      }
    }
    return ", or check %s.delimiter and %s.header".formatted(section, section);
  }

  private static String some(List<String> names) {
    return names.size() <= MANY
        ? names.toString()
        : "%,d columns, %s, ...".formatted(names.size(), names.subList(0, MANY));
  }
}
