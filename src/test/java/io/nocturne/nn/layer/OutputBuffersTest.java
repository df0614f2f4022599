package io.nocturne.nn.layer;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.nn.RandomHistories;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.HistoryTargets;
import org.junit.jupiter.api.Test;

class OutputBuffersTest {
  /** 16 groups of 1000 rows of 140,000 exceed an int. */
  @Test
  void rejectsBuffersTooLargeForAnArray() {
    SparseRowsBuilder nothing = SparseRows.builder(256);
    for (int row = 0; row < 1000; row++) {
      nothing.add(new int[0]);
    }
    Batch batch = new Batch();
    new BatchMaker(nothing.build(), new Corruption(false, 0), new HistoryTargets(), null, false)
        .make(RandomHistories.inOrder(1000), 0, 1000, 1, batch);
    assertThrows(ArithmeticException.class, () -> new OutputBuffers().reserve(batch, 140_000));
  }
}
