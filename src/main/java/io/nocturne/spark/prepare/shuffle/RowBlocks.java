package io.nocturne.spark.prepare.shuffle;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.LogRow;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import scala.Tuple2;

/**
 * The rows of one part of a log as blocks of bytes, each with the partition that it goes to: the
 * range of its users, or the last one for bad rows. A shuffle of some large blocks takes a fraction
 * of the time of one of many small rows.
 */
final class RowBlocks implements Iterator<Tuple2<Integer, byte[]>> {
  private static final int LARGEST = 32 << 10;
  private static final int SMALLEST = 1 << 10;

  /** The bytes of all blocks of a task that are not full yet, with the room that they have. */
  private static final int OPEN = 64 << 20;

  private final Iterator<LogRow> rows;
  private final int part;
  private final boolean numbered;
  private final boolean byTime;
  private final UserRanges ranges;
  private final ItemNumbers items;
  private final RowBytes[] open;
  private final int full;
  private final Queue<Tuple2<Integer, byte[]>> ready = new ArrayDeque<>();

  /**
   * @param part the number of the log
   * @param numbered whether all of its items have numbers, unlike those of what is read with the
   *     log
   * @param byTime whether rows are ordered by their times, and not by the log's order alone
   */
  RowBlocks(
      Iterator<LogRow> rows,
      int part,
      boolean numbered,
      boolean byTime,
      UserRanges ranges,
      ItemNumbers items) {
    this.rows = rows;
    this.part = part;
    this.numbered = numbered;
    this.byTime = byTime;
    this.ranges = ranges;
    this.items = items;
    this.open = new RowBytes[ranges.count() + 1];
    this.full = full(open.length);
  }

  /** The size from which a block is full: with many partitions, each has a smaller one. */
  static int full(int partitions) {
    return Math.max(SMALLEST, Math.min(LARGEST, OPEN / 2 / partitions));
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && rows.hasNext()) {
      add(rows.next());
    }
    if (ready.isEmpty()) {
      close();
    }
    return !ready.isEmpty();
  }

  private void add(LogRow row) {
    int partition = row.reason() == null ? ranges.of(row.user()) : open.length - 1;
    if (open[partition] == null) {
      open[partition] = new RowBytes();
    }
    RowBytes block = open[partition];
    if (row.reason() == null) {
      Long time = byTime ? row.time() : row.order();
      LoggedRow.write(row, part, number(row), time == null ? 0 : time, block);
    } else {
      block.writeText(row.source());
      block.writeText(row.text());
      block.writeText(row.reason());
    }
    if (block.size() >= full) {
      ready.add(new Tuple2<>(partition, block.take()));
    }
  }

  private int number(LogRow row) {
    int item = items.of(row.item());
    if (numbered && item == ItemNumbers.UNKNOWN) {
      throw new UnusableDataException(
          "Cannot read %s: it changed while it was read, as the item %s was not in it at first. Run the job again when it is complete"
              .formatted(row.source(), row.item()));
    }
    return item;
  }

  /** Makes the blocks ready that are not full when the rows end. */
  private void close() {
    for (int partition = 0; partition < open.length; partition++) {
      if (open[partition] != null && open[partition].size() > 0) {
        ready.add(new Tuple2<>(partition, open[partition].take()));
      }
    }
  }

  @Override
  public Tuple2<Integer, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }
}
