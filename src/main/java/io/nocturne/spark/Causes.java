package io.nocturne.spark;

import java.util.ArrayList;
import java.util.List;

/** The chain of causes of a failure. */
public final class Causes {
  private Causes() {}

  /** Returns the failure, then its cause, and so on down to the root cause; each once. */
  public static List<Throwable> of(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable t = thrown; t != null && !causes.contains(t); t = t.getCause()) {
      causes.add(t);
    }
    return causes;
  }
}
