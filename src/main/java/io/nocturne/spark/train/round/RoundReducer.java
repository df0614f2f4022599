package io.nocturne.spark.train.round;

import io.nocturne.spark.train.state.BlockMean;
import io.nocturne.spark.train.state.BlockPart;
import io.nocturne.spark.train.state.BlockSum;
import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/**
 * Averages the parts of blocks, which arrive sorted by block and then by worker; passes reports on.
 */
final class RoundReducer implements Iterator<Object> {
  private final Iterator<Tuple2<Long, Object>> sent;
  private final RoundOrder order;
  private Tuple2<Long, Object> next;

  RoundReducer(Iterator<Tuple2<Long, Object>> sent, RoundOrder order) {
    this.sent = sent;
    this.order = order;
    advance();
  }

  private void advance() {
    next = sent.hasNext() ? sent.next() : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Object next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    if (next._2() instanceof RoundReport report) {
      advance();
      return report;
    }
    return mean(RoundKey.block(next._1()));
  }

  private BlockMean mean(int block) {
    boolean shared = order.layout().isShared(block);
    int workers = shared ? order.averaging().workers() : 1;
    if (workers == 1) { // the mean over one worker is its result
      BlockPart only = (BlockPart) next._2();
      advance();
      return BlockMean.of(block, only);
    }
    BlockSum sum = new BlockSum(block, order.block(block), workers, order.examples());
    while (next != null && RoundKey.block(next._1()) == block) {
      sum.add((BlockPart) next._2());
      advance();
    }
    return sum.mean();
  }
}
