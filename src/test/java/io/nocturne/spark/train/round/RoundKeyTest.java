package io.nocturne.spark.train.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RoundKeyTest {
  private static final int[] BLOCKS = {0, 1, 2, 1535, Integer.MAX_VALUE};
  private static final int[] WORKERS = {0, 1, 2, 4095};

  @Test
  void keysSortByBlockAndThenByWorker() {
    long last = -1;
    for (int block : BLOCKS) {
      for (int worker : WORKERS) {
        long key = RoundKey.of(block, worker);
        assertTrue(key > last, block + " " + worker);
        assertEquals(block, RoundKey.block(key));
        assertEquals(worker, RoundKey.worker(key));
        last = key;
      }
    }
  }

  /** All parts of a block go to one reducer, and consecutive blocks to different ones. */
  @Test
  void blocksAreSpreadOverReducers() {
    RoundKey partitioner = new RoundKey(3);
    assertEquals(3, partitioner.numPartitions());
    for (int block = 0; block < 9; block++) {
      for (int worker : WORKERS) {
        assertEquals(block % 3, partitioner.getPartition(RoundKey.of(block, worker)));
      }
    }
    assertEquals(1, partitioner.getPartition(RoundKey.of(Integer.MAX_VALUE, 0)));
  }

  @Test
  void partitionersWithEqualReducersAreEqual() {
    assertEquals(new RoundKey(3), new RoundKey(3));
    assertEquals(new RoundKey(3).hashCode(), new RoundKey(3).hashCode());
    assertNotEquals(new RoundKey(3), new RoundKey(4));
  }
}
