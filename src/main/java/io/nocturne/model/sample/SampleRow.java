package io.nocturne.model.sample;

import java.io.Serializable;

/** One line of the sample log. */
public final class SampleRow implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String line;
  private final long time;
  private final Flaw flaw;

  SampleRow(String line, long time, Flaw flaw) {
    this.line = line;
    this.time = time;
    this.flaw = flaw;
  }

  /** The line as CSV without a line end; its columns are {@link SampleLog#HEADER}. */
  public String line() {
    return line;
  }

  /** When it was logged, in seconds since 1970 UTC; a flawed line itself may say otherwise. */
  public long time() {
    return time;
  }

  /** What is wrong with the line, {@link Flaw#NONE} for nearly all. */
  public Flaw flaw() {
    return flaw;
  }

  @Override
  public String toString() {
    return line;
  }
}
