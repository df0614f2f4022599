package io.nocturne.spark.log.file;

import java.io.Serializable;
import java.util.List;

/**
 * The role that a column is read for.
 *
 * @param name the name of the role, such as {@code user}
 * @param wanted the column that the settings name; empty where it is found by its usual names
 * @param usual the names to look for where the settings name none, the likeliest first
 * @param required whether a file without it is refused
 * @param key the setting that names the column
 */
public record Role(String name, String wanted, List<String> usual, boolean required, String key)
    implements Serializable {

  /** Returns the role of a required column. */
  public static Role required(String name, String wanted, String key) {
    return new Role(name, wanted, List.of(), true, key);
  }

  /** Returns the role of a required column; where it is not named, of the first usual name. */
  public static Role required(String name, String wanted, List<String> usual, String key) {
    return new Role(name, wanted.equals(ColumnNames.AUTO) ? "" : wanted, usual, true, key);
  }

  /** Returns the role of an optional column; if named, it must exist in at least one file. */
  static Role optional(String name, String wanted, List<String> usual, String key) {
    boolean auto = wanted.equals(ColumnNames.AUTO);
    return new Role(name, auto ? "" : wanted, auto ? usual : List.of(), false, key);
  }

  /** The names to look for. */
  public List<String> names() {
    return wanted.isEmpty() ? usual : List.of(wanted);
  }

  /** Whether the settings ask for a column by its name. */
  public boolean isNamed() {
    return !wanted.isEmpty();
  }
}
