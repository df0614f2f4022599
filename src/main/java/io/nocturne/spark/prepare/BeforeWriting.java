package io.nocturne.spark.prepare;

import io.nocturne.spark.log.IdColumns;

/** What is checked when a log is known, before its tables are written. Each check may throw. */
public interface BeforeWriting {
  /** Checks the types of the ids. */
  void ids(IdColumns ids);

  /**
   * Checks the free space.
   *
   * @param bytes about how many the tables will take
   */
  void space(long bytes);
}
