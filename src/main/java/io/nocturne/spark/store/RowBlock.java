package io.nocturne.spark.store;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Some consecutive rows of a table, and the files that have them. */
final class RowBlock implements Serializable {
  private static final long serialVersionUID = 1;

  private final int from;
  private final int to;
  private final ArrayList<String> files;

  /**
   * @param from the number of the first row
   * @param to the number of the first row behind the block
   */
  RowBlock(int from, int to, List<String> files) {
    this.from = from;
    this.to = to;
    this.files = new ArrayList<>(files);
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  List<String> files() {
    return files;
  }
}
