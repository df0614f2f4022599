package io.nocturne.spark.prepare;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Settings of what is held out.
 *
 * @param kind the kind of split
 * @param heldOutUsers strong: the share of users held out for each of validation and test
 * @param heldOutShare strong and weak: the share of a history that is held out, rounded down; from
 *     five interactions on one at least
 * @param validation whether weak, temporal and leave-last-out hold out a validation part too
 * @param heldOutDays temporal: how many days are held out for each part
 * @param endOfLog temporal: the second after the last one of the log
 * @param seed the seed of random splits
 * @param given the files of a given split
 */
public record SplitSettings(
    SplitKind kind,
    double heldOutUsers,
    double heldOutShare,
    boolean validation,
    int heldOutDays,
    long endOfLog,
    long seed,
    GivenSplit given)
    implements Serializable {

  /** The files that a given split reads in addition to the log. */
  public List<String> files() {
    return kind == SplitKind.GIVEN
        ? Arrays.stream(Part.values()).flatMap(part -> given.file(part).stream()).toList()
        : List.of();
  }
}
