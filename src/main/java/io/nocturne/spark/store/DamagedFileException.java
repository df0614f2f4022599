package io.nocturne.spark.store;

import io.nocturne.spark.UnusableDataException;
import org.apache.hadoop.fs.Path;

/** A file written by a job is damaged; the message names it and what is wrong. */
public final class DamagedFileException extends UnusableDataException {
  private static final long serialVersionUID = 1;

  /**
   * @param file the damaged file
   * @param what a clause saying what is wrong with it, such as "it is empty"
   * @param remedy a sentence
   */
  DamagedFileException(Path file, String what, String remedy, Throwable cause) {
    super("%s is damaged: %s. %s".formatted(file, what, remedy), cause);
  }
}
