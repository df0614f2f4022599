package io.nocturne.spark.train.round;

import org.apache.spark.Partitioner;

/**
 * Keys of what workers send: numbers that sort by block and then by worker. The blocks are spread
 * over the reducers.
 */
final class RoundKey extends Partitioner {
  private static final long serialVersionUID = 1;

  private final int parts;

  /**
   * @param parts the number of reducers
   */
  RoundKey(int parts) {
    this.parts = parts;
  }

  static long of(int block, int worker) {
    return (long) block << Integer.SIZE | worker;
  }

  static int block(long key) {
    return (int) (key >>> Integer.SIZE);
  }

  static int worker(long key) {
    return (int) key;
  }

  @Override
  public int numPartitions() {
    return parts;
  }

  @Override
  public int getPartition(Object key) {
    return block((Long) key) % parts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RoundKey key && key.parts == parts;
  }

  @Override
  public int hashCode() {
    return parts;
  }
}
