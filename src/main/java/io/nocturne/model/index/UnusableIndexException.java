package io.nocturne.model.index;

/** The bytes of an index cannot be used; the message is a clause that says why. */
public final class UnusableIndexException extends Exception {
  private static final long serialVersionUID = 1;

  UnusableIndexException(String why) {
    super(why);
  }

  UnusableIndexException(String why, Throwable cause) {
    super(why, cause);
  }
}
