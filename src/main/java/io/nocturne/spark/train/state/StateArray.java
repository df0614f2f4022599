package io.nocturne.spark.train.state;

import java.io.Serializable;

/**
 * One array of the state of a training.
 *
 * @param name the name of a block of parameters, such as {@code decoder.bias}; or, for an array of
 *     the optimizer, that name, a slash and what the array holds, such as {@code
 *     decoder.bias/second}
 * @param worker the only worker that reads and changes it; {@link #SHARED} where all do and their
 *     changes are averaged
 */
public record StateArray(String name, Role role, int worker, int length) implements Serializable {
  /** Marks an array that all workers read and change. */
  static final int SHARED = -1;

  /** The role of an array in a training. */
  public enum Role {
    /** A block of the model that gradients change. */
    TRAINED,
    /** A block of the model that is a copy of others. */
    DERIVED,
    /** An array of the optimizer. */
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
