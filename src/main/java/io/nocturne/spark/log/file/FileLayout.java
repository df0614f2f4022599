package io.nocturne.spark.log.file;

import java.io.Serializable;
import java.util.List;

/**
 * Where one file has the columns that are read. Each file has its own layout: the next one may name
 * its columns in another order, in another case, or have fewer.
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

  /** The file's own name for a role that it has a column for. */
  public String name(int role) {
    return names.get(places[role]);
  }
}
