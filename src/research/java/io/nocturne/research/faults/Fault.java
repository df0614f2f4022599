package io.nocturne.research.faults;

import java.util.Arrays;
import java.util.List;

/**
 * A fault of one task of a training.
 *
 * @param number of the task in its stage, modulo the number of tasks
 */
public record Fault(Part part, int round, int number, Kind kind) {
  /** The two stages of a round. */
  public enum Part {
    /** Workers train, each on its shard. */
    TRAIN,
    /** Reducers average the parts that the workers have sent. */
    AVERAGE
  }

  /** Kinds of faults. */
  public enum Kind {
    /** No fault. */
    NONE,
    /** The task fails after it has done its work. */
    FAIL,
    /** The task stalls until it is killed because another attempt was faster. */
    STALL,
    /** The executor is lost when the task starts. */
    KILL_AT_START,
    /**
     * The executor is lost while the task reads a broadcast, or trains if reading was too quick.
     */
    KILL_READING,
    /** The executor is lost while a worker trains. */
    KILL_TRAINING,
    /**
     * The executor is lost after the task has done its work, but before it has reported the result.
     */
    KILL_AT_END;

    boolean kills() {
      return name().startsWith("KILL");
    }
  }

  /**
   * Parses a list of faults such as {@code TRAIN:2:1:KILL_READING,AVERAGE:4:0:FAIL}: part, round,
   * number and kind of each.
   *
   * @throws IllegalArgumentException if the list is malformed
   */
  static List<Fault> parse(String text) {
    return Arrays.stream(text.split(",")).map(Fault::parseOne).toList();
  }

  private static Fault parseOne(String text) {
    String[] parts = text.strip().split(":");
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          "Invalid fault: %s (expected PART:round:number:KIND)".formatted(text));
    }
    return new Fault(
        Part.valueOf(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Kind.valueOf(parts[3]));
  }

  @Override
  public String toString() {
    return "%s:%d:%d:%s".formatted(part, round, number, kind);
  }

  boolean isOf(TaskOfRound task) {
    return part == task.part() && round == task.round() && number % task.tasks() == task.number();
  }
}
