package io.nocturne.spark.store;

import io.nocturne.spark.LookAhead;
import io.nocturne.spark.UnusableDataException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** Reads the rows of one block in a task. */
final class BlockRows extends LookAhead<Object[]> {
  private final RowBlock block;
  private final Configuration hadoop;
  private final List<String> columns;
  private final int index;
  private int opened;
  private int expected;
  private ParquetRows rows;

  BlockRows(RowBlock block, Configuration hadoop, List<String> columns, int index) {
    this.block = block;
    this.hadoop = hadoop;
    this.columns = columns;
    this.index = index;
    this.expected = block.from();
    TaskCompletionListener atEnd = task -> close();
    TaskContext.get().addTaskCompletionListener(atEnd);
  }

  @Override
  protected Object[] fetch() {
    while (expected < block.to()) {
      if (rows == null) {
        rows = open();
      }
      Object[] row = nextOfFile();
      if (row != null) {
        return row;
      }
      close();
    }
    close();
    return null;
  }

  private ParquetRows open() {
    if (opened == block.files().size()) {
      throw new UnusableDataException(
          "Damaged table: no row %d in %s. Run the job again".formatted(expected, block.files()));
    }
    Path file = new Path(block.files().get(opened++));
    return ParquetRows.open(file, hadoop, columns, columns.get(index), block.from(), block.to());
  }

  /** The next row of the block in the open file; null if it has no more. */
  private Object[] nextOfFile() {
    while (rows.hasNext()) {
      Object[] row = rows.next();
      if ((int) row[index] == expected) { // before it are rows of other blocks on the same page
        expected++;
        return row;
      }
    }
    return null;
  }

  private void close() {
    if (rows != null) {
      rows.close();
      rows = null;
    }
  }
}
