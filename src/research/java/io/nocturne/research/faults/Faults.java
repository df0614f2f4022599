package io.nocturne.research.faults;

/** Decides on the driver which tasks of rounds get which fault. */
@FunctionalInterface
public interface Faults {
  /** No faults. */
  Faults NONE = task -> Fault.Kind.NONE;

  /** The fault of a task that starts. */
  Fault.Kind of(TaskOfRound task);
}
