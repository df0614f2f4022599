package io.nocturne.research.faults;

import java.util.Arrays;
import java.util.List;

/**
 * Something that goes wrong with one task of a training.
 *
 * @param number of the task in its stage, counted on from the last to the first again
 */
public record Fault(Part part, int round, int number, Kind kind) {
  /** The two stages of a round. */
  public enum Part {
    /** Workers train, each on its shard. */
    TRAIN,
    /** Reducers average what the workers have sent. */
    AVERAGE
  }

  /** What goes wrong. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /** The task fails when it has done its work. */
    FAIL,
    /** The task stands still until it is killed, as another attempt has been faster. */
    STALL,
    /** The executor is lost as the task starts. */
    KILL_AT_START,
    /** The executor is lost while the task reads a broadcast, or trains if that was too quick. */
    KILL_READING,
    /** The executor is lost while a worker trains. */
    KILL_TRAINING,
    /** The executor is lost when the task has done its work and has reported nothing. */
    KILL_AT_END;

    boolean kills() {
      return name().startsWith("KILL");
    }
  }

  /**
   * The faults that a text names, such as {@code TRAIN:2:1:KILL_READING,AVERAGE:4:0:FAIL}: part,
   * round, number and kind of each.
   *
   * @throws IllegalArgumentException if it names something else
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
    return part == task.part() && round == task.round() && number % task.of() == task.number();
  }
}
