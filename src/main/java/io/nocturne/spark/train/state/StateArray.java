package io.nocturne.spark.train.state;

import java.io.Serializable;

/**
 * One of the arrays that the state of training is made of.
 *
 * @param name that of a block of parameters, such as {@code decoder.bias}; or, of an array of the
 *     optimizer, that of its block, a slash and what it holds, such as {@code decoder.bias/second}
 * @param worker the only worker that reads and changes it; {@link #SHARED} where all do and their
 *     changes are averaged
 */
public record StateArray(String name, Role role, int worker, int length) implements Serializable {
  /** All workers read and change it. */
  static final int SHARED = -1;

  /** What an array is in a training. */
  public enum Role {
    /** A block of the model that gradients change. */
    TRAINED,
    /** A block of the model that is a copy of others. */
    DERIVED,
    /** What an optimizer remembers. */
    OPTIMIZER;

    boolean isModel() {
      return this != OPTIMIZER;
    }
  }

  boolean isShared() {
    return worker == SHARED;
  }

  boolean isFor(int other) {
    return isShared() || worker == other;
  }

  /** Whether this array and the next one may lie in one block. */
  boolean goesWith(StateArray next) {
    return worker == next.worker && role == next.role;
  }
}
