package io.nocturne.spark.train;

import io.nocturne.research.faults.Fault;
import io.nocturne.research.faults.Faults;
import io.nocturne.research.faults.TaskOfRound;
import java.util.HashSet;
import java.util.Set;

/** Makes all tasks of one part of a round fail, in its first attempts. */
final class FailingRound implements Faults {
  private final Fault.Part part;
  private final int round;
  private final int attempts;

  /** The failed stages; each attempt of a round has a new one. */
  private final Set<Integer> failed = new HashSet<>();

  FailingRound(Fault.Part part, int round, int attempts) {
    this.part = part;
    this.round = round;
    this.attempts = attempts;
  }

  static FailingRound always(Fault.Part part, int round) {
    return new FailingRound(part, round, Integer.MAX_VALUE);
  }

  @Override
  public synchronized Fault.Kind of(TaskOfRound task) {
    boolean isIt = task.part() == part && task.round() == round;
    return isIt && fails(task.stage()) ? Fault.Kind.FAIL : Fault.Kind.NONE;
  }

  private boolean fails(int stage) {
    return failed.contains(stage) || failed.size() < attempts && failed.add(stage);
  }
}
