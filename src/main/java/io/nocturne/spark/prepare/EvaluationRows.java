package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import io.nocturne.spark.prepare.Tally.Count;
import io.nocturne.spark.prepare.TrainedRows.Numbered;
import io.nocturne.spark.store.OrderedRows;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;

/** Makes the rows of the table evaluation, without their numbers. */
final class EvaluationRows {
  private EvaluationRows() {}

  /**
   * Returns the rows with a target. Where weights are ratings, the other rows follow: so the former
   * have the same row numbers either way, from which their bootstrap is drawn.
   */
  static OrderedRows of(JavaRDD<Numbered> users, Tally tally, boolean weightsAreRatings) {
    List<Long> validation = tally.byPartition(Count.VALIDATION_USERS);
    List<Long> test = tally.byPartition(Count.TEST_USERS);
    List<Long> both =
        IntStream.range(0, test.size()).mapToObj(k -> validation.get(k) + test.get(k)).toList();
    OrderedRows rows =
        new OrderedRows(users.flatMap(user -> rows(user, HeldOut::hasTargets)), both);
    return weightsAreRatings
        ? rows.then(
            new OrderedRows(
                users.flatMap(user -> rows(user, HeldOut::isUnknownOnly)),
                tally.byPartition(Count.HELD_OUT_USERS_OF_UNKNOWN_ITEMS)))
        : rows;
  }

  /** Returns the rows of one user, of the {@code wanted} parts. */
  static Iterator<Object[]> rows(Numbered user, Predicate<HeldOut> wanted) {
    UserSplit split = user.user();
    return Stream.concat(
            row("validation", user, split.validation(), wanted),
            row("test", user, split.test(), wanted))
        .iterator();
  }

  private static Stream<Object[]> row(
      String part, Numbered user, HeldOut heldOut, Predicate<HeldOut> wanted) {
    if (heldOut == null || !wanted.test(heldOut)) {
      return Stream.of();
    }
    History foldIn = heldOut.foldIn();
    History targets = heldOut.targets().byItem();
    return Stream.<Object[]>of(
        new Object[] {
          part,
          user.user().userId(),
          foldIn.items(),
          foldIn.weights(),
          foldIn.times(),
          targets.items(),
          targets.weights(),
          heldOut.unknownWeights(),
          user.trainedRow()
        });
  }
}
