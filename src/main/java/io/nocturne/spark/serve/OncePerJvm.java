package io.nocturne.spark.serve;

import java.io.Serializable;
import java.util.function.Supplier;

/**
 * A value that each JVM makes once and its tasks share. It is sent empty, as a broadcast: of a
 * broadcast a JVM holds one copy, and a task's closure is a copy of its own.
 */
final class OncePerJvm<T> implements Serializable {
  private static final long serialVersionUID = 1;

  private transient T made;

  /** Returns the value of this JVM, made on the first call; other tasks wait meanwhile. */
  synchronized T get(Supplier<T> maker) {
    if (made == null) {
      made = maker.get();
    }
    return made;
  }
}
