package io.nocturne.research.faults;

import java.util.ArrayList;
import java.util.List;

/** Faults that happen once each, to the first attempt of a task. */
final class ListedFaults implements Faults {
  private final List<Fault> left;

  ListedFaults(List<Fault> faults) {
    this.left = new ArrayList<>(faults);
  }

  @Override
  public synchronized Fault.Kind of(TaskOfRound task) {
    for (Fault fault : left) {
      if (fault.isOf(task)) {
        left.remove(fault);
        return fault.kind();
      }
    }
    return Fault.Kind.NONE;
  }
}
