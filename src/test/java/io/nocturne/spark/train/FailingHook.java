package io.nocturne.spark.train;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;

/**
 * Fails at one point of one round, in all tasks of so many attempts. They are counted in the JVM:
 * an executor has a copy of the hook each time.
 */
final class FailingHook implements RoundHook {
  private static final long serialVersionUID = 1;

  /** Stages that have failed; each attempt of a round has its own. */
  private static final Set<Integer> FAILED = ConcurrentHashMap.newKeySet();

  private final Point failing;
  private final int inRound;
  private final int attempts;

  FailingHook(Point point, int round, int attempts) {
    this.failing = point;
    this.inRound = round;
    this.attempts = attempts;
    FAILED.clear();
  }

  @Override
  public void at(Point point, int round, int worker) {
    if (point == failing && round == inRound && fails(TaskContext.get().stageId())) {
      throw new IllegalStateException("failed on purpose at " + point);
    }
  }

  private boolean fails(int stage) {
    synchronized (FAILED) {
      return FAILED.contains(stage) || FAILED.size() < attempts && FAILED.add(stage);
    }
  }
}
