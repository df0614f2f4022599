package io.nocturne.jobs.bench;

import io.nocturne.spark.train.RoundHook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;

/**
 * Faults on the executors, for tests of what becomes of a training then: each in the first attempt
 * of a task of the first attempt of its stage, and once in a JVM.
 */
public final class FaultHook implements RoundHook {
  /** The setting of Spark that has them, for tests only. */
  public static final String KEY = "spark.nocturne.fault";

  private static final long serialVersionUID = 1;

  /** A round that is run again in a local driver has tasks in their first attempt again. */
  private static final Set<Fault> HAPPENED = ConcurrentHashMap.newKeySet();

  private final ArrayList<Fault> faults;

  private FaultHook(List<Fault> faults) {
    this.faults = new ArrayList<>(faults);
  }

  /**
   * The faults that a text names, such as {@code READING:2:1:KILL,REDUCING:4:0:THROW}: point,
   * round, number and kind of each. The number is that of a worker or, of {@code REDUCING}, that of
   * a reducer. An empty text names none.
   *
   * @throws IllegalArgumentException if it names something else
   */
  public static RoundHook of(String text) {
    return text.isBlank()
        ? NONE
        : new FaultHook(Arrays.stream(text.split(",")).map(Fault::parse).toList());
  }

  @Override
  public void at(Point point, int round, int worker) {
    for (Fault fault : faults) {
      if (fault.point() == point && fault.round() == round) {
        TaskContext task = TaskContext.get();
        int number = point == Point.REDUCING ? task.partitionId() : worker;
        boolean first = task.attemptNumber() == 0 && task.stageAttemptNumber() == 0;
        if (number == fault.number() && first && HAPPENED.add(fault)) {
          fault.happen(task);
        }
      }
    }
  }
}
