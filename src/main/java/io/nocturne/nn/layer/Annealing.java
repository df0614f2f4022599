package io.nocturne.nn.layer;

import java.io.Serializable;

/**
 * A weight that rises linearly from 0 to its full value over a number of examples, then stays there
 * (Liang et al. 2018, section 2.2.2). Examples are counted and not steps, so that the schedule does
 * not depend on batch or workers.
 *
 * @param full the full value, 0 or more
 * @param examples 0 or more; 0 for the full value from the start
 */
public record Annealing(double full, long examples) implements Serializable {
  /** The weight after this many examples. */
  public double weight(long seen) {
    return seen >= examples ? full : full * ((double) seen / examples);
  }
}
