package io.nocturne.nn;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import java.util.Arrays;

/**
 * Items that a history does not have, drawn evenly and each once: the negatives of losses that look
 * at targets alone (Wu et al. 2016).
 */
final class DrawnNegatives {
  private final double perTarget;

  /** Which items the row has, or has drawn: those with the number of its turn. */
  private final int[] marks;

  private int turn;
  private int[] items = new int[0];
  private int[] starts = new int[1];

  /**
   * @param perTarget how many are drawn for each item of a history, more than 0
   * @param columns how many items there are
   */
  DrawnNegatives(double perTarget, int columns) {
    this.perTarget = perTarget;
    this.marks = new int[columns];
  }

  /** Draws for the rows of a batch. */
  void draw(SparseRows rows, int[] order, int from, int to, SplitMix64 random) {
    starts = Batch.grown(starts, to - from + 1);
    starts[0] = 0;
    for (int r = from; r < to; r++) {
      int row = order[r];
      int own = rows.end(row) - rows.start(row);
      int count = (int) Math.min(marks.length - own, Math.round(perTarget * own));
      int at = starts[r - from];
      int end = Math.addExact(at, count);
      if (items.length < end) {
        items = Arrays.copyOf(items, Batch.roomFor(end));
      }
      mark(rows, row);
      if (count <= (marks.length - own) / 2) {
        for (int k = at; k < end; k++) {
          items[k] = fresh(random);
        }
      } else {
        allBut(marks.length - own - count, at, random);
      }
      starts[r - from + 1] = end;
    }
  }

  /**
   * Draws most of what the row lacks by leaving some out, which are drawn instead: the last of many
   * would be found after many vain draws only.
   */
  private void allBut(int left, int at, SplitMix64 random) {
    for (int k = 0; k < left; k++) {
      fresh(random);
    }
    int to = at;
    for (int item = 0; item < marks.length; item++) {
      if (marks[item] != turn) {
        items[to++] = item;
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

  /** How many were drawn for the first rows of the batch. */
  int start(int row) {
    return starts[row];
  }

  /** One of the items drawn: those of row r are from start(r) to start(r + 1). */
  int item(int k) {
    return items[k];
  }
}
