package io.nocturne.spark.train.rows;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.linear.RankedItems;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Sends rows of users to parts of the items, which are dealt: item i, or rank i, belongs to part
 * {@code i % parts}. A partition of the result is a part, its blocks of rows in the order of users.
 */
final class DealtRows {
  /** The most entries of a block, about. */
  private static final int BLOCK = 1 << 16;

  private DealtRows() {}

  /** Sends each entry to the part of its item; the columns are {@code item / parts}. */
  static JavaRDD<SparseRows> entries(JavaRDD<TrainingRow> rows, int items, int parts) {
    int width = (items + parts - 1) / parts;
    return sent(rows, parts, new Entries(width, parts));
  }

  /**
   * Sends each row to all parts that have a wanted item of it; the columns are ranks.
   *
   * @param wanted the wanted ranks, ascending; null for all
   */
  static JavaRDD<SparseRows> whole(
      JavaRDD<TrainingRow> rows, Broadcast<RankedItems> items, int[] wanted, int parts) {
    return sent(rows, parts, new Whole(items, wanted, parts));
  }

  private static JavaRDD<SparseRows> sent(JavaRDD<TrainingRow> rows, int parts, Dealer dealer) {
    return rows.mapPartitionsToPair(dealer)
        .repartitionAndSortWithinPartitions(new ByPart(parts))
        .values();
  }

  /** Deals a partition block by block, so that few rows are in memory. */
  private abstract static class Dealer
      implements PairFlatMapFunction<Iterator<TrainingRow>, Long, SparseRows> {
    private static final long serialVersionUID = 1;

    private final int parts;

    Dealer(int parts) {
      this.parts = parts;
    }

    /** The width of the rows that are sent. */
    abstract int width();

    /** Adds a row to the parts that it belongs to. */
    abstract void deal(TrainingRow row, SparseRowsBuilder[] to);

    @Override
    public Iterator<Tuple2<Long, SparseRows>> call(Iterator<TrainingRow> rows) {
      return new Iterator<>() {
        private final List<Tuple2<Long, SparseRows>> made = new ArrayList<>();
        private int next;

        @Override
        public boolean hasNext() {
          while (next == made.size() && rows.hasNext()) {
            made.clear();
            next = 0;
            make();
          }
          return next < made.size();
        }

        @Override
        public Tuple2<Long, SparseRows> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          return made.get(next++);
        }

        private void make() {
          SparseRowsBuilder[] to = new SparseRowsBuilder[parts];
          Arrays.setAll(to, part -> SparseRows.builder(width()));
          int first = -1;
          for (int entries = 0; entries < BLOCK && rows.hasNext(); ) {
            TrainingRow row = rows.next();
            first = first < 0 ? row.row() : first;
            entries += row.items().length + 1;
            deal(row, to);
          }
          for (int part = 0; part < parts; part++) {
            SparseRows block = to[part].build();
            if (block.nonZeros() > 0) {
              made.add(new Tuple2<>(((long) part << Integer.SIZE) | first, block));
            }
          }
        }
      };
    }
  }

  private static final class Entries extends Dealer {
    private static final long serialVersionUID = 1;

    private final int width;
    private final int parts;

    Entries(int width, int parts) {
      super(parts);
      this.width = width;
      this.parts = parts;
    }

    @Override
    int width() {
      return width;
    }

    @Override
    void deal(TrainingRow row, SparseRowsBuilder[] to) {
      for (int k = 0; k < row.items().length; k++) {
        int item = row.items()[k];
        to[item % parts].add(new int[] {item / parts}, new float[] {row.weights()[k]});
      }
    }
  }

  private static final class Whole extends Dealer {
    private static final long serialVersionUID = 1;

    private final Broadcast<RankedItems> items;
    private final int[] wanted;
    private final int parts;

    Whole(Broadcast<RankedItems> items, int[] wanted, int parts) {
      super(parts);
      this.items = items;
      this.wanted = wanted;
      this.parts = parts;
    }

    @Override
    int width() {
      return items.value().items();
    }

    @Override
    void deal(TrainingRow row, SparseRowsBuilder[] to) {
      int[] ranks = items.value().ranks(row.items());
      boolean[] has = new boolean[parts];
      for (int rank : ranks) {
        if (!has[rank % parts] && (wanted == null || Arrays.binarySearch(wanted, rank) >= 0)) {
          has[rank % parts] = true;
          to[rank % parts].add(ranks, row.weights());
        }
      }
    }
  }

  private static final class ByPart extends Partitioner implements Serializable {
    private static final long serialVersionUID = 1;
    private final int parts;

    ByPart(int parts) {
      this.parts = parts;
    }

    @Override
    public int numPartitions() {
      return parts;
    }

    @Override
    public int getPartition(Object key) {
      return (int) ((Long) key >>> Integer.SIZE);
    }
  }
}
