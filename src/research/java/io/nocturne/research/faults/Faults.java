package io.nocturne.research.faults;

/** Decides on the driver what goes wrong with the tasks of rounds. */
@FunctionalInterface
public interface Faults {
  /** Nothing goes wrong. */
  Faults NONE = task -> Fault.Kind.NONE;

  /** What goes wrong with a task that starts. */
  Fault.Kind of(TaskOfRound task);
}
