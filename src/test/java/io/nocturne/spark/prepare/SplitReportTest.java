package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.spark.prepare.LocalPrepared.Logged;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitReportTest {
  private static List<String> lines(String name) {
    SplitCase split = SplitCase.of(name);
    return lines(split.rows(), split.settings(), split.split());
  }

  private static List<String> lines(
      List<Logged> rows, PrepareSettings settings, SplitSettings split) {
    Tally tally = LocalPrepared.of(rows, settings, split).tally();
    return new SplitReport(split, settings, tally).lines();
  }

  @Test
  void whoIsMeasuredAndByWhat() {
    assertEquals(
        List.of(
            "measured: 75.0 % of users for the test (3 of 4), 25.0 % for validation (1)",
            "held-out interactions that are not targets, as the user had the item before: 5",
            "held-out interactions that are not targets, as no training user has the item: 1",
            "users who are not measured, as none of their held-out interactions is a target: 1"),
        lines("given-known"));
  }

  @Test
  void tiedLastInteractionsAreWarnedOf() {
    assertEquals(
        List.of(
            "measured: 100.0 % of users for the test (4 of 4), 0.0 % for validation (0)",
            "warning: equal times at the cut: 75.0 % of users (3 of 4); a hash says which"
                + " interaction was their last. Give clock times, or input.columns.order"),
        lines("last-out-days"));
  }

  @Test
  void tiedLongestHistoriesAreWarnedOf() {
    assertEquals(
        List.of(
            "warning: equal times at the cut: 50.0 % of users (1 of 2); a hash says which 2"
                + " interactions are their newest. Give clock times, or input.columns.order"),
        lines("longest-days"));
  }

  @Test
  void aFewTiedUsersAreNoWarning() {
    SplitCase split = SplitCase.of("last-out-days");
    List<Logged> rows = new ArrayList<>(split.rows());
    for (int user = 0; user < 400; user++) {
      rows.add(new Logged(Part.LOG, "more" + user, "A", 1, 1, null));
      rows.add(new Logged(Part.LOG, "more" + user, "B", 2, 1, null));
    }
    assertEquals(
        "equal times at the cut: 0.7 % of users (3 of 404)",
        lines(rows, split.settings(), split.split()).get(1));
  }
}
