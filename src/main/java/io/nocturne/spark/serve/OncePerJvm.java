package io.nocturne.spark.serve;

import java.io.Serializable;
import java.util.function.Supplier;

/**
 * Something that each JVM makes for itself and its tasks share. It is sent empty, as a broadcast:
 * of a broadcast a JVM holds one copy, and a task's closure is a copy of its own.
 */
final class OncePerJvm<T> implements Serializable {
  private static final long serialVersionUID = 1;

  private transient T made;

  /** What was made here before; made now if nothing was. Tasks that come meanwhile wait. */
  synchronized T get(Supplier<T> maker) {
    if (made == null) {
      made = maker.get();
    }
    return made;
  }
}
