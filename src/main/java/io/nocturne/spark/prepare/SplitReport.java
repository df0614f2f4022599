package io.nocturne.spark.prepare;

import io.nocturne.spark.prepare.Tally.Count;
import java.util.ArrayList;
import java.util.List;

/** Reports in words who is measured and by what, with unexpected counts. */
final class SplitReport {
  /** The least share of users with equal times that is worth a warning. */
  private static final double NOTABLE = .01;

  private final SplitSettings split;
  private final PrepareSettings settings;
  private final Tally tally;

  SplitReport(SplitSettings split, PrepareSettings settings, Tally tally) {
    this.split = split;
    this.settings = settings;
    this.tally = tally;
  }

  /** Lines for the log. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (split.kind() != SplitKind.NONE) {
      lines.add(measured());
    }
    add(
        lines,
        Count.USERS_TOO_SHORT_TO_SPLIT,
        "users with too few interactions to hold any out: %,d");
    add(
        lines,
        Count.TARGETS_ALREADY_KNOWN,
        "held-out interactions that are not targets, as the user had the item before: %,d");
    add(
        lines,
        Count.TARGETS_OUTSIDE_CATALOGUE,
        "held-out interactions that are not targets, as no training user has the item: %,d");
    add(
        lines,
        Count.HELD_OUT_USERS_WITHOUT_TARGETS,
        "users who are not measured, as none of their held-out interactions is a target: %,d");
    long cut = tally.total(Count.CUT_USERS);
    long tied = tally.total(Count.TIED_USERS);
    if (cut > 0) {
      lines.add(tied(tied, cut));
    }
    return lines;
  }

  private void add(List<String> lines, Count count, String line) {
    if (tally.total(count) > 0) {
      lines.add(line.formatted(tally.total(count)));
    }
  }

  private String measured() {
    long users = tally.total(Count.LOG_USERS);
    long test = tally.total(Count.TEST_USERS);
    long validation = tally.total(Count.VALIDATION_USERS);
    return "measured: %.1f %% of users for the test (%,d of %,d), %.1f %% for validation (%,d)"
        .formatted(percent(test, users), test, users, percent(validation, users), validation);
  }

  private String tied(long tied, long cut) {
    String text =
        "equal times at the cut: %.1f %% of users (%,d of %,d)"
            .formatted(percent(tied, cut), tied, cut);
    if (tied < NOTABLE * cut) {
      return text;
    }
    String what =
        split.kind() == SplitKind.LEAVE_LAST_OUT
            ? "which interaction was their last"
            : "which %,d interactions are their newest".formatted(settings.maxHistory());
    return "warning: %s; a hash says %s. Give clock times, or input.columns.order"
        .formatted(text, what);
  }

  private static double percent(long part, long whole) {
    return 100.0 * part / Math.max(1, whole);
  }
}
