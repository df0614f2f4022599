package io.nocturne.spark.prepare;

import io.nocturne.spark.prepare.LocalPrepared.Logged;
import java.util.ArrayList;
import java.util.List;

/** Prepares random logs. */
abstract class RandomTables {
  static final long END = PrepareCase.FIRST_SECOND + 30 * 86_400;

  SplitKind kind = SplitKind.NONE;
  boolean validation;
  double heldOutUsers = .2;
  GivenSplit given = new GivenSplit("", "", "", "");
  boolean binary = true;
  int minUser = 1;
  int minItem = 1;
  int maxHistory;
  double minRating = Double.NEGATIVE_INFINITY;

  static List<Logged> random(int users, int items, double share) {
    List<Logged> rows = new ArrayList<>();
    for (String line : RandomLog.lines(7, users, items, share)) {
      String[] cells = line.split(",");
      rows.add(
          new Logged(
              Part.LOG,
              cells[0],
              cells[1],
              Long.parseLong(cells[3]),
              Double.parseDouble(cells[2]),
              null));
    }
    return rows;
  }

  LocalPrepared prepare(List<Logged> rows) {
    return LocalPrepared.of(
        rows,
        new PrepareSettings(Duplicates.LAST, minRating, binary, minUser, minItem, maxHistory, 0),
        new SplitSettings(kind, heldOutUsers, .2, validation, 5, END, 42, given));
  }
}
