package io.nocturne.nn.batch;

/** The history itself: its items with their weights, for the one position of a bag of items. */
public record HistoryTargets() implements Targets {
  @Override
  public Source source(int items) {
    return (rows, row, firstPosition, random, targets) -> {
      for (int k = rows.start(row); k < rows.end(row); k++) {
        targets.add(firstPosition, rows.index(k), rows.value(k));
      }
    };
  }

  @Override
  public double expected(double length, int items) {
    return length;
  }
}
