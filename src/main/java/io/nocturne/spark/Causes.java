package io.nocturne.spark;

import java.util.ArrayList;
import java.util.List;

/** The chain of causes of a failure. */
public final class Causes {
  private Causes() {}

  /** The failure itself, then its cause, and so on to the deepest; each once. */
  public static List<Throwable> of(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable t = thrown; t != null && !causes.contains(t); t = t.getCause()) {
      causes.add(t);
    }
    return causes;
  }
}
