package io.nocturne.spark.log.file;

import java.io.Serializable;
import java.util.List;

/**
 * The places of the columns to read in one file. Layouts differ by file: another file may have its
 * columns in another order, in another case, or fewer.
 *
 * @param file the file
 * @param names all columns of the file, in its order
 * @param places for each {@link Role} the place of its column in {@code names}, -1 for none
 * @param delimiter what separates the columns of csv
 */
public record FileLayout(DataFile file, List<String> names, int[] places, String delimiter)
    implements Serializable {

  /** Whether the file has a column for the role. */
  public boolean has(int role) {
    return places[role] >= 0;
  }

  /** The file's name of the column for a role that it has. */
  public String name(int role) {
    return names.get(places[role]);
  }
}
