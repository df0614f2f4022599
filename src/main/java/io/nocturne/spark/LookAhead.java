package io.nocturne.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** An iterator that finds out whether there is another value by fetching it. */
public abstract class LookAhead<T> implements Iterator<T> {
  private T next;
  private boolean isFetched;

  /** Fetches the next value; null if there is none, and then it is not asked again. */
  protected abstract T fetch();

  @Override
  public final boolean hasNext() {
    if (!isFetched) {
      next = fetch();
      isFetched = true;
    }
    return next != null;
  }

  @Override
  public final T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T value = next;
    next = null;
    isFetched = false;
    return value;
  }
}
