package io.nocturne.spark.store;

import java.util.Iterator;

/** Rows with their numbers. */
final class NumberedRows implements Iterator<Object[]> {
  private final Iterator<Object[]> rows;
  private final int column;
  private long next;

  NumberedRows(Iterator<Object[]> rows, int column, long first) {
    this.rows = rows;
    this.column = column;
    this.next = first;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public Object[] next() {
    Object[] values = rows.next();
    Object[] numbered = new Object[values.length + 1];
    System.arraycopy(values, 0, numbered, 0, column);
    numbered[column] = Math.toIntExact(next++);
    System.arraycopy(values, column, numbered, column + 1, values.length - column);
    return numbered;
  }
}
