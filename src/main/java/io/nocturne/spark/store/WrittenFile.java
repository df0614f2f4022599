package io.nocturne.spark.store;

import java.io.Serializable;

/** A file of a table, as it was written. */
final class WrittenFile implements Serializable {
  private static final long serialVersionUID = 1;

  private final String name;
  private final long rows;
  private final long bytes;
  private final String sha256;

  WrittenFile(String name, long rows, long bytes, String sha256) {
    this.name = name;
    this.rows = rows;
    this.bytes = bytes;
    this.sha256 = sha256;
  }

  String name() {
    return name;
  }

  long rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  String sha256() {
    return sha256;
  }
}
