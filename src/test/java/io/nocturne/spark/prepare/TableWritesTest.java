package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class TableWritesTest {
  // static, as tasks get copies of objects
  private static final CountDownLatch TASK_STARTED = new CountDownLatch(1);

  @Test
  void aFailedWriteCancelsTheOthersAndWaitsForThem() throws InterruptedException {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(SparkSession.builder().getOrCreate().sparkContext());
    CompletableFuture<Long> other;
    try (TableWrites writes = new TableWrites(spark)) {
      writes.start(
          () -> {
            throw new IllegalArgumentException("planned");
          });
      other =
          writes.start(() -> spark.parallelize(List.of(1), 1).map(row -> untilCancelled()).count());
      assertTrue(TASK_STARTED.await(1, TimeUnit.MINUTES));
      assertEquals(
          "planned", assertThrows(IllegalArgumentException.class, writes::await).getMessage());
    }
    assertTrue(other.isCompletedExceptionally());
  }

  private static int untilCancelled() throws InterruptedException {
    TASK_STARTED.countDown();
    while (!TaskContext.get().isInterrupted()) {
      Thread.sleep(10);
    }
    return 1;
  }
}
