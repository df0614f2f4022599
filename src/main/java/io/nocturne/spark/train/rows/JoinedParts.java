package io.nocturne.spark.train.rows;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Joins the parts of each row, which follow one another. */
final class JoinedParts implements Iterator<TrainingRow> {
  private final Iterator<TrainingRow> parts;
  private TrainingRow next;

  JoinedParts(Iterator<TrainingRow> parts) {
    this.parts = parts;
    advance();
  }

  private void advance() {
    next = parts.hasNext() ? parts.next() : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public TrainingRow next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    int row = next.row();
    List<TrainingRow> of = new ArrayList<>();
    while (next != null && next.row() == row) {
      of.add(next);
      advance();
    }
    return of.size() == 1 ? of.get(0) : joined(of);
  }

  private static TrainingRow joined(List<TrainingRow> parts) {
    int size = parts.stream().mapToInt(part -> part.items().length).sum();
    int[] items = new int[size];
    float[] weights = new float[size];
    int end = 0;
    for (TrainingRow part : parts) {
      int length = part.items().length;
      System.arraycopy(part.items(), 0, items, end, length);
      System.arraycopy(part.weights(), 0, weights, end, length);
      end += length;
    }
    return new TrainingRow(parts.get(0).row(), items, weights);
  }
}
