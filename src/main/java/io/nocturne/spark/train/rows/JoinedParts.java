package io.nocturne.spark.train.rows;

import io.nocturne.spark.LookAhead;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Joins the parts of each row, which follow one another. */
final class JoinedParts extends LookAhead<TrainingRow> {
  private final Iterator<TrainingRow> parts;

  /** The first part of the next row; null at the end. */
  private TrainingRow first;

  JoinedParts(Iterator<TrainingRow> parts) {
    this.parts = parts;
    advance();
  }

  private void advance() {
    first = parts.hasNext() ? parts.next() : null;
  }

  @Override
  protected TrainingRow fetch() {
    List<TrainingRow> of = new ArrayList<>();
    while (first != null && (of.isEmpty() || first.row() == of.get(0).row())) {
      of.add(first);
      advance();
    }
    return switch (of.size()) {
      case 0 -> null;
      case 1 -> of.get(0);
      default -> joined(of);
    };
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
