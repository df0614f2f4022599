package io.nocturne.nn.batch;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;

/**
 * The history itself and, as targets of weight 0, items that it does not have, drawn evenly and
 * each once: for losses that look at targets alone (Wu et al. 2016).
 *
 * @param perTarget how many are drawn for each item of a history, 0 or more; at most all of them
 */
public record DrawnTargets(double perTarget) implements Targets {
  /** Checks that the number is in range. */
  public DrawnTargets {
    if (!(perTarget >= 0 && perTarget < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid number of negatives: " + perTarget + " (expected a number, 0 or more)");
    }
  }

  @Override
  public Source source(int items) {
    return new Draws(items);
  }

  @Override
  public double expected(double length, int items) {
    return length + Math.min(Math.max(0, items - length), perTarget * length);
  }

  @Override
  public double negatives() {
    return perTarget;
  }

  private final class Draws implements Source {
    private final Source history;

    /** Which items the row has, or has drawn: those with the number of its turn. */
    private final int[] marks;

    private int turn;

    Draws(int items) {
      history = new HistoryTargets().source(items);
      marks = new int[items];
    }

    @Override
    public void add(
        SparseRows rows, int row, int firstPosition, SplitMix64 random, TargetList targets) {
      history.add(rows, row, firstPosition, random, targets);
      int size = rows.end(row) - rows.start(row);
      int lacking = marks.length - size;
      int count = (int) Math.min(lacking, Math.round(perTarget * size));
      targets.reserve(count);
      mark(rows, row);
      if (count <= lacking / 2) {
        for (int k = 0; k < count; k++) {
          targets.add(firstPosition, fresh(random), 0);
        }
      } else {
        addAllBut(lacking - count, firstPosition, random, targets);
      }
    }

    /**
     * Draws most of what the row lacks by leaving some out, which are drawn instead: the last of
     * many would be found after many vain draws only.
     */
    private void addAllBut(int left, int position, SplitMix64 random, TargetList targets) {
      for (int k = 0; k < left; k++) {
        fresh(random);
      }
      for (int item = 0; item < marks.length; item++) {
        if (marks[item] != turn) {
          targets.add(position, item, 0);
        }
      }
    }

    private void mark(SparseRows rows, int row) {
      turn++;
      for (int k = rows.start(row); k < rows.end(row); k++) {
        marks[rows.index(k)] = turn;
      }
    }

    private int fresh(SplitMix64 random) {
      int item = random.nextInt(marks.length);
      while (marks[item] == turn) {
        item = random.nextInt(marks.length);
      }
      marks[item] = turn;
      return item;
    }
  }
}
