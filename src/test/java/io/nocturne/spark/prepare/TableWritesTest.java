package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TableWritesTest {
  // static, as tasks get copies of objects
  private static final CountDownLatch TASK_STARTED = new CountDownLatch(1);

  private static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(SparkSession.builder().getOrCreate().sparkContext());
  }

  /** Whichever was started first: the others may take hours. */
  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFailedWriteCancelsTheOthersAndWaitsForThem() throws InterruptedException {
    CompletableFuture<Long> other;
    try (TableWrites writes = new TableWrites(spark())) {
      other =
          writes.start(
              () -> spark().parallelize(List.of(1), 1).map(row -> untilCancelled()).count());
      assertTrue(TASK_STARTED.await(1, TimeUnit.MINUTES));
      Runnable fails =
          () -> {
            throw new IllegalArgumentException("planned");
          };
      writes.start(fails);
      assertEquals(
          "planned", assertThrows(IllegalArgumentException.class, writes::await).getMessage());
    }
    assertTrue(other.isCompletedExceptionally());
  }

  /** So that its message is what it would be if the table was written alone. */
  @Test
  void failuresOfSparkAreThrownAsTheyAre() {
    try (TableWrites writes = new TableWrites(spark())) {
      CompletableFuture<Long> count =
          writes.start(() -> spark().parallelize(List.of(1), 1).map(TableWritesTest::fail).count());
      assertThrows(SparkException.class, writes::await);
      assertThrows(CompletionException.class, count::join);
    }
  }

  private static int fail(int row) {
    throw new IllegalStateException("planned");
  }

  private static int untilCancelled() throws InterruptedException {
    TASK_STARTED.countDown();
    while (!TaskContext.get().isInterrupted()) {
      Thread.sleep(10);
    }
    return 1;
  }
}
